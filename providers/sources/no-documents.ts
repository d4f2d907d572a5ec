import { extname } from 'node:path';

const folders = new Set(['node_modules', 'bower_components', '__pycache__', '__MACOSX']);

/** Endings of files beside documents that are not documents. Unsupported documents (`.xlsx`, `.odt`, `.doc`) are not among them: they fail. */
const endings = new Set(
	[
		'png jpg jpeg jpe jfif gif webp bmp tif tiff ico icns heic heif avif svg psd xcf raw cr2 nef eps drawio',
		'mp3 wav flac ogg oga opus m4a aac wma mid midi aiff',
		'mp4 m4v mov avi mkv webm mpg mpeg wmv flv 3gp',
		'zip gz tgz bz2 tbz xz txz zst 7z rar tar jar war iso dmg cab',
		'exe dll so dylib o a obj lib class pyc pyo wasm bin msi deb rpm apk',
		'ttf otf woff woff2 eot',
		'db sqlite sqlite3 mdb parquet onnx safetensors npy npz pkl pt h5',
	]
		.join(' ')
		.split(' '),
);

export function noDocument(path: string): string | undefined {
	const ending = extname(path).slice(1).toLowerCase();
	return endings.has(ending) ? ending : undefined;
}

export function isNoFolderOfDocuments(name: string): boolean {
	return folders.has(name);
}

/** Skipped files by ending, folder name, or `hidden`. */
export type PassedOver = Map<string, number>;

export function passOver(passedOver: PassedOver, kind: string): void {
	passedOver.set(kind, (passedOver.get(kind) ?? 0) + 1);
}
