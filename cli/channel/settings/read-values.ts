import { TroupeError } from '../../../core/base/errors';
import type { SettingValue, ValueChanges } from '../../../core/ports/channels/channel-settings';
import { readTextFile } from '../../terminal/read-text-file';

interface GivenValues {
	/** `name=value`. */
	values: readonly string[];
	/** A JSON file. */
	file?: string;
	reset?: readonly string[];
}

/** By name, the type of each setting. */
type Types = ReadonlyMap<string, string>;

/** Reads values as they are typed, by the types of their settings. @throws TroupeError INPUT_INVALID */
export async function readValues({ values, file, reset = [] }: GivenValues, types: Types): Promise<ValueChanges> {
	const typed = new Map<string, string[]>();
	for (const text of values) {
		const at = text.indexOf('=');
		if (at <= 0)
			throw invalid(
				`${JSON.stringify(text.slice(0, 60))} is not name=value.`,
				'Write a setting with its value, such as greeting="Hello!".',
			);
		const name = text.slice(0, at);
		typed.set(name, [...(typed.get(name) ?? []), text.slice(at + 1)]);
	}
	const read = [...typed].map(([name, texts]) => [name, toValue(name, texts, types.get(name))] as const);
	return {
		...(file === undefined ? {} : await readFile(file)),
		...Object.fromEntries(read),
		...Object.fromEntries(reset.map((name) => [name, null])),
	};
}

function toValue(name: string, texts: string[], type: string | undefined): SettingValue {
	if (type === 'list') return texts.length === 1 && texts[0] === '' ? [] : texts;
	if (texts.length > 1) throw invalid(`${name} has ${texts.length} values, and is not a list.`, 'Write it once.');
	const [text = ''] = texts;
	return type === 'number' && text.trim() !== '' ? Number(text) : text;
}

async function readFile(path: string): Promise<ValueChanges> {
	const text = await readTextFile(path).catch((cause: unknown) => {
		throw invalid(`The file ${path} cannot be read.`, 'Name a JSON file.', cause);
	});
	try {
		const parsed: unknown = JSON.parse(text);
		if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as ValueChanges;
	} catch {
		// said below
	}
	throw invalid(`The file ${path} is not a JSON object of values.`, 'Write it as {"greeting": "Hello!", "questions": ["Which city?"]}.');
}

const invalid = (message: string, fix: string, cause?: unknown) =>
	new TroupeError({ code: 'INPUT_INVALID', message, fix, ...(cause !== undefined && { cause }) });
