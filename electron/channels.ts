// The two channels between preload script and main process; the frames in them are main/contract/frames.ts.
export const toAgent = "hearth:to-agent";
export const fromAgent = "hearth:from-agent";
