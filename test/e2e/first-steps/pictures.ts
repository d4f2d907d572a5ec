import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const acceptedPanels = 'docs/images/panels';
const currentPanels = 'build/panels';
/** Points are compared as means of squares of this width: what a font's rendering shifts within a letter does not count. */
const square = 3;
/** A word of four letters changes more squares than that. */
const toleratedSquares = 12;
const accept = 'npm run panels:accept';

/** Compares a picture with the one that is kept; with TROUPE_ACCEPT_PANELS=1 keeps it instead. Throws what differs, and how to accept it. */
export async function comparePicture(name: string, taken: Buffer): Promise<void> {
	const kept = join(acceptedPanels, `${name}.png`);
	const now = PNG.sync.read(taken);
	if (process.env.TROUPE_ACCEPT_PANELS) return keep(kept, now);
	const seen = join(currentPanels, `${name}.png`);
	if (!existsSync(kept)) {
		await keep(seen, now);
		throw new Error(`The picture ${kept} of this panel does not exist. Check ${seen}; if it is right, run \`${accept}\`.`);
	}
	const difference = compare(PNG.sync.read(readFileSync(kept)), now);
	if (difference === undefined) return;
	await keep(seen, now);
	if (difference.picture) await keep(join(currentPanels, `${name}.diff.png`), difference.picture);
	const where = difference.picture ? `${seen} and ${join(currentPanels, `${name}.diff.png`)}` : seen;
	throw new Error(`The panel differs from ${kept}: ${difference.said}. Look at ${where}; if it is right, run \`${accept}\`.`);
}

/** What differs between two pictures; undefined when no person would see it. */
export function compare(kept: PNG, now: PNG): { said: string; picture?: PNG } | undefined {
	if (Math.abs(kept.width - now.width) >= square || Math.abs(kept.height - now.height) >= square)
		return { said: `${kept.width} × ${kept.height} points then, ${now.width} × ${now.height} now` };
	const [width, height] = [Math.floor(Math.min(kept.width, now.width) / square), Math.floor(Math.min(kept.height, now.height) / square)];
	const picture = new PNG({ width, height });
	const [before, after] = [soften(kept, width, height), soften(now, width, height)];
	const squares = pixelmatch(before, after, picture.data, width, height, { threshold: 0.1, includeAA: true });
	return squares > toleratedSquares ? { said: `${squares} squares of ${square} × ${square} points look different`, picture } : undefined;
}

/** The means of the picture's squares. */
function soften({ data, width: row }: PNG, width: number, height: number): Uint8Array {
	const softened = new Uint8Array(width * height * 4);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			for (let channel = 0; channel < 4; channel++) {
				let sum = 0;
				for (let point = 0; point < square * square; point++) {
					const [column, line] = [x * square + (point % square), y * square + Math.floor(point / square)];
					sum += data[(line * row + column) * 4 + channel]!;
				}
				softened[(y * width + x) * 4 + channel] = Math.round(sum / (square * square));
			}
	return softened;
}

async function keep(file: string, picture: PNG): Promise<void> {
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, PNG.sync.write(picture, { deflateLevel: 9, colorType: 2 }));
}
