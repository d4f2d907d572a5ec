import domains from 'tlds';

let registered: Set<string> | undefined;

/** Returns whether the label is a top-level domain (IANA's list), in Unicode or as `xn--…`. */
export function isTopLevelDomain(label: string): boolean {
	registered ??= new Set(domains);
	const lower = label.toLowerCase();
	return registered.has(lower) || (lower.startsWith('xn--') && lower.length > 5);
}

/** Returns whether a domain is reserved for private networks or examples (RFC 2606, RFC 6762, RFC 9476). */
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

/** File extensions that are not top-level domains: `icon@2x.png`. Those that are both (`.py`, `.zip`) are in `FILE_DOMAINS`. */
export const fileEndings = new Set(
	(
		'png jpg jpeg gif webp svg bmp ico tif tiff pdf doc docx xls xlsx ppt pptx csv txt rtf odt ods json xml yaml yml toml ini cfg conf log ' +
		'html htm css scss less js jsx ts tsx mjs cjs vue php rb java kt cpp hpp cs go swift sql lock exe dll bin dmg iso apk jar war gz tgz ' +
		'tar rar mp3 mp4 avi mkv wav bak tmp old service socket target properties gradle bpmn dmn eml msg'
	).split(' '),
);
