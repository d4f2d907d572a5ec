/** Writes the few messages of ONNX (onnx.proto3) that a table of words needs. */

interface Table {
	rows: number;
	columns: number;
	/** Row by row. */
	table: readonly number[];
}

const types = { float: 1, int64: 7 };

/** Returns a model that gives the highest number of each column over the rows that `input_ids` names: `logits` of each text. */
export function writeOnnx({ rows, columns, table }: Table): Buffer {
	const node = (operator: string, inputs: string[], output: string, ...attributes: Buffer[]) =>
		field(1, ...inputs.map((input) => field(1, input)), field(2, output), field(4, operator), ...attributes);
	const axis = field(5, field(1, 'axes'), number(8, 1), number(20, 7));
	const whole = field(5, field(1, 'keepdims'), number(3, 0), number(20, 2));
	const weights = field(
		5,
		number(1, rows),
		number(1, columns),
		number(2, types.float),
		field(8, 'table'),
		field(9, Buffer.from(Float32Array.from(table).buffer)),
	);
	const graph = field(
		7,
		node('Gather', ['table', 'input_ids'], 'rows'),
		node('ReduceMax', ['rows'], 'logits', axis, whole),
		field(2, 'words'),
		weights,
		field(11, value('input_ids', types.int64, ['texts', 'tokens'])),
		field(11, value('attention_mask', types.int64, ['texts', 'tokens'])),
		field(12, value('logits', types.float, ['texts', columns])),
	);
	return Buffer.concat([number(1, 8), graph, field(8, field(1, ''), number(2, 13))]);
}

function value(name: string, type: number, shape: ReadonlyArray<string | number>): Buffer {
	const dimensions = shape.map((size) => field(1, typeof size === 'number' ? number(1, size) : field(2, size)));
	return Buffer.concat([field(1, name), field(2, field(1, number(1, type), field(2, ...dimensions)))]);
}

/** A field with a length: a text, bytes, or a message of fields. */
function field(id: number, ...content: ReadonlyArray<string | Buffer>): Buffer {
	const bytes = Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
	return Buffer.concat([variable((id << 3) | 2), variable(bytes.length), bytes]);
}

const number = (id: number, content: number): Buffer => Buffer.concat([variable(id << 3), variable(content)]);

/** A whole number, seven bits a byte, the lowest first. */
function variable(content: number): Buffer {
	const bytes: number[] = [];
	for (let rest = content; ; rest = Math.floor(rest / 128)) {
		if (rest < 128) return Buffer.from([...bytes, rest]);
		bytes.push((rest % 128) + 128);
	}
}
