import domains from 'tlds';

let registered: Set<string> | undefined;

/** IANA's list, in Unicode or as `xn--…`. */
export function isTopLevelDomain(label: string): boolean {
	registered ??= new Set(domains);
	const lower = label.toLowerCase();
	return registered.has(lower) || (lower.startsWith('xn--') && lower.length > 5);
}

/** Private networks and examples (RFC 2606, RFC 6762, RFC 9476). */
export function isReservedDomain(label: string): boolean {
	return reserved.has(label.toLowerCase());
}

const reserved = new Set([
	'example',
	'test',
	'invalid',
	'localhost',
	'local',
	'internal',
	'intranet',
	'lan',
	'home',
	'corp',
	'onion',
	'arpa',
	'alt',
]);

/** Without those that are also top-level domains (`.py`, `.zip`): see `FILE_DOMAINS`. */
export const fileEndings = new Set(
	(
		'png jpg jpeg gif webp svg bmp ico tif tiff pdf doc docx xls xlsx ppt pptx csv txt rtf odt ods json xml yaml yml toml ini cfg conf log ' +
		'html htm css scss less js jsx ts tsx mjs cjs vue php rb java kt cpp hpp cs go swift sql lock exe dll bin dmg iso apk jar war gz tgz ' +
		'tar rar mp3 mp4 avi mkv wav bak tmp old service socket target properties gradle bpmn dmn eml msg'
	).split(' '),
);
