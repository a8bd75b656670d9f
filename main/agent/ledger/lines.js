// Reads a file line by line with little memory, up to the length it had at the start.
import { maxLineBytes } from "./entry.js";
const chunkBytes = 65_536;
const newline = 10;
/** `from`: the byte at which a line begins. Yields nothing for an empty file. Throws what the file system throws. */
export function* readLines(files, path, from = 0) {
    const file = files.openSync(path, "r");
    try {
        const { size } = files.fstatSync(file);
        let rest = Buffer.alloc(0);
        for (let position = from; position < size;) {
            const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, size - position));
            const read = files.readSync(file, chunk, 0, chunk.length, position);
            if (read === 0)
                break;
            position += read;
            const bytes = rest.length > 0 ? Buffer.concat([rest, chunk.subarray(0, read)]) : chunk.subarray(0, read);
            let start = 0;
            for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
                yield { bytes: bytes.subarray(start, end), whole: end - start <= maxLineBytes };
                start = end + 1;
            }
            rest = bytes.subarray(start);
            if (rest.length > maxLineBytes)
                break;
        }
        if (rest.length > 0)
            yield { bytes: rest, whole: false };
    }
    finally {
        files.closeSync(file);
    }
}
//# sourceMappingURL=lines.js.map