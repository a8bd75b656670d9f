// Where the window's pages live inside the desktop shell. A scheme of our own, so that pages have an origin and a code
// cache, which file:// never gets (Chromium).
export const appScheme = "app";
export const appOrigin = "app://hearth";
