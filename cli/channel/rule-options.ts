import { type Command, InvalidArgumentError, Option } from 'commander';
import { formatDuration } from '../../core/base/duration';
import { defaultMailboxRules, type MailboxRules } from '../../core/ports/channels/mailbox-rules';
import { ruleKinds, type RuleName, ruleNames } from '../../core/ports/channels/rule-kinds';
import { originFrom, originName, type OriginRule } from '../../core/ports/channels/origin-rules';
import { durationOption } from '../terminal/duration-option';
import { wholeNumber } from '../terminal/options';

export function withRules(command: Command, names: readonly RuleName[] = ruleNames): Command {
	for (const name of names) command.addOption(toOption(name));
	return command;
}

function toOption(name: RuleName): Option {
	const { option, description, value } = ruleKinds[name];
	const standard = defaultMailboxRules[name];
	if (value.kind === 'switch') return new Option(`--${option}`, description);
	if (value.kind === 'choice') return new Option(`--${option} <how>`, `${description}. Default: ${standard as string}`).choices(value.of);
	if (value.kind === 'text')
		return new Option(`--${option} <text>`, `${description}, such as ${value.example}`).argParser((text: string) => {
			if (new RegExp(value.pattern).test(text) && text.trim() !== '' && text.length <= value.max) return text;
			throw new InvalidArgumentError(`Write it as ${value.example}, in 1 to ${value.max} characters. Without one: --reset ${option}.`);
		});
	if (value.kind === 'origins') return new Option(`--${option} <rule>`, `${description}; can be repeated`).argParser(readOrigin);
	if (value.kind === 'texts') {
		const { pattern = '', example, max = 200, explain } = value;
		const described = example === undefined ? description : `${description}. Written as ${example}`;
		return new Option(`--${option} <${example === undefined ? 'id' : 'text'}>`, described).argParser(
			(text: string, before: string[] = []) => {
				if (new RegExp(pattern).test(text) && text.length <= max) return [...before, text];
				const wrong = explain?.(text);
				if (wrong !== undefined) throw new InvalidArgumentError(`${wrong}. Write it as ${example!}. Without: --reset ${option}.`);
				throw new InvalidArgumentError(`Write it as ${example ?? 'an id'}, in at most ${max} characters. Without: --reset ${option}.`);
			},
		);
	}
	if (value.kind === 'number')
		return new Option(`--${option} <number>`, `${description}. Default: ${standard as number}`).argParser(
			wholeNumber(value.min, value.max),
		);
	const described = typeof standard === 'number' ? `${description}. Default: ${formatDuration(standard)}` : description;
	return durationOption(`--${option} <duration>`, described, [formatDuration(value.min), formatDuration(value.max)]);
}

/** `link:fair name=fair agent=fair-sdr greeting=Welcome!`; the greeting comes last, because it has spaces. */
function readOrigin(text: string, before: OriginRule[] = []): OriginRule[] {
	const [words, greeting] = text.trim().split(/\sgreeting=(.*)$/s) as [string, string?];
	const [from, ...fields] = words.split(/\s+/);
	const pairs = fields.map((field) => /^(name|agent)=(.+)$/.exec(field)?.slice(1));
	if (!new RegExp(originFrom).test(from!) || pairs.includes(undefined) || greeting === '')
		throw new InvalidArgumentError(
			'Write ad, post, link or product, or one with its id, then name, agent or greeting, such as "link:fair name=fair agent=fair-sdr greeting=Welcome!".',
		);
	const { name, agent } = Object.fromEntries(pairs as string[][]) as Omit<OriginRule, 'from'>;
	if (name !== undefined && !new RegExp(originName).test(name))
		throw new InvalidArgumentError('A name has small letters, digits and hyphens only, at most 40.');
	return [...before, { from: from!, ...(name && { name }), ...(agent && { agent }), ...(greeting && { greeting }) }];
}

export const ruleOptions = ruleNames.map((name) => ruleKinds[name].option);

export function readRules(options: object): Partial<Omit<MailboxRules, 'audio'>> {
	const given = options as Record<string, unknown>;
	const values = ruleNames.map((name) => [name, given[toCamelCase(ruleKinds[name].option)]]);
	return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as Partial<MailboxRules>;
}

/** Returns the rules whose options these are, as they are set back to their defaults. */
export const resetRules = (options: readonly string[]): { [Name in RuleName]?: null } =>
	Object.fromEntries(ruleNames.filter((name) => options.includes(ruleKinds[name].option)).map((name) => [name, null]));

const toCamelCase = (option: string): string => option.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
