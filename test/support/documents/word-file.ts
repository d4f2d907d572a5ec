import { deflateRawSync } from 'node:zlib';

/** Names of the elements and attributes of a Word document. */
export const names =
	'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const office = 'http://schemas.openxmlformats.org';
/** The parts around the main one. */
export const parts = {
	'[Content_Types].xml': Buffer.from(`<Types xmlns="${office}/package/2006/content-types"/>`),
	'_rels/.rels': Buffer.from(
		`<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="a" Type="${office}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
	),
};

/** @param size that the directory tells of each part larger than 100 bytes, in place of the true one */
export function zip(files: Record<string, Buffer>, size?: number, flags = 0): Buffer {
	const [local, central]: [Buffer[], Buffer[]] = [[], []];
	let offset = 0;
	for (const [name, content] of Object.entries(files)) {
		const packed = deflateRawSync(content);
		const header = Buffer.alloc(26);
		header.writeUInt16LE(20, 0);
		header.writeUInt16LE(flags, 2);
		header.writeUInt16LE(8, 4);
		header.writeUInt32LE(packed.length, 14);
		header.writeUInt32LE(name === 'word/document.xml' ? (size ?? content.length) : content.length, 18);
		header.writeUInt16LE(name.length, 22);
		const place = Buffer.alloc(14);
		place.writeUInt32LE(offset, 10);
		local.push(Buffer.from('PK\x03\x04'), header, Buffer.from(name), packed);
		central.push(Buffer.from('PK\x01\x02\x14\0'), header, place, Buffer.from(name));
		offset += 30 + name.length + packed.length;
	}
	const directory = Buffer.concat(central);
	const end = Buffer.alloc(22);
	end.write('PK\x05\x06', 'latin1');
	end.writeUInt16LE(Object.keys(files).length, 8);
	end.writeUInt16LE(Object.keys(files).length, 10);
	end.writeUInt32LE(directory.length, 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...local, directory, end]);
}

export interface WordFile {
	/** The XML of the body, and of the parts beside the document. */
	body: string;
	styles?: string;
	numbering?: string;
	/** Embedded parts, by the id of their relationship. */
	embedded?: Record<string, { name: string; content: Buffer | string }>;
}

/** Writes Word documents by hand, for what no library writes. */
export function wordFile({ body, styles, numbering, embedded = {} }: WordFile): Buffer {
	const relations = Object.entries(embedded).map(
		([id, { name }]) => `<Relationship Id="${id}" Type="${office}/officeDocument/2006/relationships/aFChunk" Target="${name}"/>`,
	);
	return zip({
		...parts,
		'word/document.xml': Buffer.from(`<w:document ${names}><w:body>${body}</w:body></w:document>`),
		...(styles !== undefined && { 'word/styles.xml': Buffer.from(`<w:styles ${names}>${styles}</w:styles>`) }),
		...(numbering !== undefined && { 'word/numbering.xml': Buffer.from(`<w:numbering ${names}>${numbering}</w:numbering>`) }),
		...(relations.length > 0 && {
			'word/_rels/document.xml.rels': Buffer.from(
				`<Relationships xmlns="${office}/package/2006/relationships">${relations.join('')}</Relationships>`,
			),
		}),
		...Object.fromEntries(Object.values(embedded).map(({ name, content }) => [`word/${name}`, Buffer.from(content as string)])),
	});
}
