import type { Command } from 'commander';

/** An id that is a hash: 128 or 256 bits in base64url. One of 64 begins with a hyphen. No option is written like this. */
const dashedId = /^-(?=.*[A-Z])(?=.*[a-z])(?:[\w-]{21}|[\w-]{42})$/;
/** Keeps commander from reading an id as an option. Arguments of a shell have no NUL. */
const mark = '\0';

/** Has a command take ids that begin with a hyphen as arguments, without `--` before them. */
export function takeDashedIds(command: Command): void {
	const parse = command.parseOptions.bind(command);
	const unmark = (words: string[]) => words.map((word) => (word.startsWith(mark) ? word.slice(mark.length) : word));
	command.parseOptions = (words) => {
		const { operands, unknown } = parse(words.map((word, index) => (isArgument(command, words, index) ? mark + word : word)));
		return { operands: unmark(operands), unknown: unmark(unknown) };
	};
}

/** Tells ids that are arguments from those that are the value of an option, which commander takes as they are. */
function isArgument(command: Command, words: string[], index: number): boolean {
	if (!dashedId.test(words[index]!)) return false;
	const last = words.slice(0, index).findLastIndex((word) => word.startsWith('-') && !dashedId.test(word));
	const option = command.options.find(({ short, long }) => last >= 0 && [short, long].includes(words[last]));
	return !option?.variadic && !(option?.required && last === index - 1);
}
