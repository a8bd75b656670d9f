// How much the page may ask of the desktop shell's port at once. Apart from the frames' schemas, which the page does not
// need and would have to load.

/** UTF-16 units of one frame from the page. The largest call the window makes is a consent of some kilobytes. */
export const maxFrameLength = 1_048_576;

/** Calls and streams without an end yet. */
export const maxCallsInFlight = 64;
