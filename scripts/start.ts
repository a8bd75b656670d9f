// npm start: the agent with the embedded pool, and its window. Ctrl-C stops both.
const entry = new URL("../dist/app/start.js", import.meta.url);
const { startHere } = (await import(entry.href)) as { startHere(env: NodeJS.ProcessEnv): Promise<number> };
process.exitCode = await startHere(process.env);
