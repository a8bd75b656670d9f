// The text of wsl.exe: UTF-16LE, or UTF-8 where WSL_UTF8 is honoured, and now and then both in one stream. Pure.

/**
 * Text of `bytes`. A byte order mark decides; without one, NULs at odd places, which UTF-8 never has and every line end of
 * UTF-16LE has. Half a character at an end becomes U+FFFD.
 */
export function decodeWindowsText(bytes: Uint8Array): string {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return clean(utf16(bytes.subarray(2)));
	if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return clean(utf8(bytes.subarray(3)));
	for (let at = 1; at < bytes.length; at += 2) if (bytes[at] === 0) return clean(utf16(bytes));
	return clean(utf8(bytes));
}

/** Of bytes that came as one character each. */
export function decodeLatin1(text: string): string {
	return decodeWindowsText(Buffer.from(text, "latin1"));
}

const utf16 = (bytes: Uint8Array) => new TextDecoder("utf-16le").decode(bytes);
const utf8 = (bytes: Uint8Array) => new TextDecoder("utf-8").decode(bytes);
/** Line ends as everywhere else; a stray NUL is no text. */
const clean = (text: string) => text.replaceAll("\0", "").replace(/\r+\n/g, "\n");
