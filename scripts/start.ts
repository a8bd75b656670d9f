// npm start: the agent with the embedded pool, and its window. Ctrl-C stops both.
// The desktop shell opens the window where it is built in; here the same window is served to a browser on this PC.
process.argv.splice(2, 0, "agent", "--window");
await import(new URL("../dist/main/cli/hearth.js", import.meta.url).href);
