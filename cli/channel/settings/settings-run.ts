import { TroupeError } from '../../../core/base/errors';
import { toZonedMinute } from '../../../core/base/iso-time';
import type { RuleChanges, SettingValue, UndoneChange, ValueChanges } from '../../../core/ports/channels/channel-settings';
import { greetingPrefix } from '../../../core/ports/channels/channel-settings';
import { ruleKinds } from '../../../core/ports/channels/rule-kinds';
import type { RuleName } from '../../../core/ports/channels/rule-kinds';
import {
	changeSettings,
	changeWording,
	decideSettings,
	keepSettings,
	listSettingsChanges,
	showSettings,
	undoSettings,
} from '../../../service/operations/channels/settings/settings';
import type { DescribedSettings, describeChange } from '../../../service/operations/channels/settings/settings-fields';
import { openHost } from '../../host';
import { callOperation } from '../../services/call-operation';
import { describeCaller } from '../../terminal/describe-caller';
import { readTextFile } from '../../terminal/read-text-file';
import type { ExitCode } from '../../terminal/report-error';
import { tableLines } from '../../terminal/table-lines';
import { tellMore } from '../../terminal/tell-more';
import { printable, type Terminal } from '../../terminal/terminal';
import { readRules, resetRules } from '../rule-options';

interface GivenValues {
	/** `name=value`. */
	values: readonly string[];
	file?: string;
	reset?: readonly string[];
}

/** By name, the type of each setting. */
type Types = ReadonlyMap<string, string>;

/** @throws TroupeError INPUT_INVALID */
async function readValues({ values, file, reset = [] }: GivenValues, types: Types): Promise<ValueChanges> {
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

const maxShown = 80;

/** Says what an undo took back, and what counts now. @param values names the values that contacts get now */
function describeUndo({ number, action, rules, stays }: UndoneChange, values: string): string {
	const again = `all contacts get ${values} from their next message on.`;
	if (action === 'try') {
		const more = stays === null ? '' : ` Change ${stays} (rules) stays in force: undo again takes it back.`;
		return `ends the trial of change ${number}: ${again}${more}`;
	}
	const what = `takes back change ${number} (${action})`;
	return rules === null ? `${what}: ${again}` : `${what}: ${describeRules(rules)}. \`troupe serve\` follows within seconds.`;
}

const describeRules = (rules: RuleChanges): string =>
	Object.entries(rules)
		.map(([name, value]) => `${nameRule(name)} ${value === null ? 'is not set any more' : `is ${shorten(JSON.stringify(value))} again`}`)
		.join(', ');

const nameRule = (name: string): string =>
	name.startsWith(greetingPrefix) ? `the greeting of ${name.slice(greetingPrefix.length)}` : ruleKinds[name as RuleName].option;

const shorten = (text: string): string => (text.length > maxShown ? `${text.slice(0, maxShown - 1).toWellFormed()}…` : text);

export interface ChangesOptions {
	after?: number;
	json?: boolean;
}

export interface ChangeOptions extends ChangesOptions {
	file?: string;
	reset?: string[];
	percent?: number;
}

/** Besides the options of rules. */
export interface WordingOptions extends ChangesOptions {
	/** By origin. */
	greeting?: Record<string, string | null>;
	reset?: string[];
}

export interface HistoryOptions {
	limit: number;
	json?: boolean;
}

export interface DecideOptions {
	reason?: string;
	json?: boolean;
}

type Changed = DescribedSettings & { change: ReturnType<typeof describeChange>; undone?: UndoneChange };

/** @throws TroupeError CHANNEL_NOT_FOUND */
export async function runSettingsShow(channel: string, { json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const shown = await callOperation(showSettings, { channel }, terminal, openHost);
	if (json) terminal.print(JSON.stringify(shown, null, '\t'));
	else if (shown.settings.length === 0 && shown.absentAgents.length === 0)
		terminal.note('The agents of the channel declare no settings. docs/channels/settings.md says how they do.');
	else {
		for (const one of shown.settings as Shown[]) settingLines(one).forEach((line) => terminal.print(printable(line)));
		if (shown.unknown.length > 0) terminal.note(`set, but of no agent any more: ${printable(shown.unknown.join(', '))}`);
		if (shown.absentAgents.length > 0)
			terminal.note(`left out, because they cannot be read: the agents ${printable(shown.absentAgents.join(', '))}`);
		if (shown.trial) terminal.note(`a trial runs with ${shown.trial.share} % of the contacts: \`keep\` or \`undo\` ends it`);
		terminal.note(`last change: ${shown.number}`);
	}
	return 0;
}

interface Shown {
	name: string;
	label: string;
	type: string;
	value: unknown;
	isSet: boolean;
	trial?: unknown;
	doesNotFit?: unknown;
	choices?: Array<{ name: string }>;
	maxLength?: number;
	maxItems?: number;
	minimum?: number;
	maximum?: number;
}

function settingLines(one: Shown): string[] {
	const { name, label, isSet, value, trial, doesNotFit } = one;
	return [
		`${name}  ${label} (${describeLimits(one)})${isSet ? '' : ', the agent’s own value'}`,
		...valueLines(value, '  '),
		...(trial === undefined || JSON.stringify(trial) === JSON.stringify(value) ? [] : valueLines(trial, '  trial: ')),
		...(doesNotFit === undefined ? [] : valueLines(doesNotFit, '  does not fit the agent any more: ')),
	];
}

function describeLimits({ type, choices, maxLength, maxItems, minimum, maximum }: Shown): string {
	if (choices) return choices.map(({ name }) => name).join(', ');
	if (minimum !== undefined) return `number from ${minimum} to ${maximum}`;
	return [type, maxItems && `at most ${maxItems} texts`, maxLength && `at most ${maxLength} characters`].filter(Boolean).join(', ');
}

function valueLines(value: unknown, before: string): string[] {
	const texts = Array.isArray(value) ? value.map((item, index) => `${index + 1}. ${String(item)}`) : String(value).split('\n');
	return texts.map((text, index) => (index === 0 ? before : ' '.repeat(before.length)) + text);
}

/** Sets values, or tries them with `percent`. @throws TroupeError INPUT_INVALID, CHANNEL_NOT_FOUND, ACCESS_DENIED, STATE_CONFLICT */
export async function runSettingsSet(channel: string, values: string[], options: ChangeOptions, terminal: Terminal): Promise<ExitCode> {
	const { percent: share, file, reset, after, json } = options;
	const known = await callOperation(showSettings, { channel }, terminal, openHost);
	const types = new Map((known.settings as Shown[]).map(({ name, type }) => [name, type]));
	const changes: ValueChanges = await readValues({ values, file, reset }, types);
	const asked = { channel, number: after ?? known.number, ...(Object.keys(changes).length > 0 && { values: changes }) };
	const done = await callOperation(changeSettings, { ...asked, ...(share !== undefined && { share }) }, terminal, openHost);
	return tellChanged(done, json, terminal);
}

/** @throws TroupeError CHANNEL_NOT_FOUND, ACCESS_DENIED, STATE_CONFLICT */
export async function runSettingsEnd(
	action: 'keep' | 'undo',
	channel: string,
	{ after, json }: ChangesOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	const operation = action === 'keep' ? keepSettings : undoSettings;
	const done = await callOperation(operation, { channel, ...(after !== undefined && { number: after }) }, terminal, openHost);
	return tellChanged(done, json, terminal);
}

/** @throws TroupeError CHANNEL_NOT_FOUND, INPUT_INVALID, ACCESS_DENIED, STATE_CONFLICT */
export async function runSettingsRules(channel: string, options: WordingOptions, terminal: Terminal): Promise<ExitCode> {
	const { greeting: greetings, reset = [], after, json } = options;
	const rules = { ...resetRules(reset), ...readRules(options) } as RuleChanges;
	const asked = { channel, rules, ...(greetings && { greetings }), ...(after !== undefined && { number: after }) };
	const done = await callOperation(changeWording, asked, terminal, openHost);
	if (json) terminal.print(JSON.stringify(done));
	const { state, number } = done.change;
	terminal.note(state === 'proposed' ? describeProposed(channel, number) : `Change ${number}: \`troupe serve\` follows within seconds.`);
	return 0;
}

const describeProposed = (channel: string, number: number) =>
	`Proposed as change ${number}: nothing changes until a second person approves it, \`troupe channel settings approve ${channel} ${number}\`.`;

function tellChanged(done: Changed, json: boolean | undefined, terminal: Terminal): ExitCode {
	if (json) terminal.print(JSON.stringify(done));
	const { channel, change, trial, version, undone } = done;
	if (change.state === 'proposed') terminal.note(describeProposed(channel, change.number));
	else if (trial)
		terminal.note(
			`Change ${change.number}: ${trial.share} % of the contacts get the values of version ${trial.version} from their next message on.`,
		);
	else {
		const values = version === 0 ? 'the agent’s own values' : `the values of version ${version}`;
		terminal.note(
			undone
				? printable(`Change ${change.number} ${describeUndo(undone, values)}`)
				: `Change ${change.number}: all contacts get ${values} from their next message on.`,
		);
	}
	return 0;
}

/** @throws TroupeError CHANNEL_NOT_FOUND */
export async function runSettingsHistory(channel: string, { limit, json }: HistoryOptions, terminal: Terminal): Promise<ExitCode> {
	const page = await callOperation(listSettingsChanges, { channel, limit }, terminal, openHost);
	if (json) for (const one of page.items) terminal.print(JSON.stringify(one));
	else if (page.items.length === 0) terminal.note('Nobody has changed the settings of this channel.');
	else
		tableLines(
			[
				{ name: 'number', title: 'change', numeric: true, value: ({ number }) => number },
				{ name: 'at', title: `at (${page.timeZone})`, value: ({ at }) => toZonedMinute(Date.parse(at), page.timeZone) },
				{ name: 'action', title: 'what', value: ({ action, share }) => (share === null ? action : `${action} ${share} %`) },
				{
					name: 'state',
					title: 'state',
					value: ({ state, decidedBy, decidedByName }) =>
						decidedBy === null ? state : `${state}, decided by ${describeCaller(decidedBy, decidedByName)}`,
				},
				{ name: 'by', title: 'by', value: ({ by, byName }) => describeCaller(by, byName) },
				{
					name: 'changes',
					title: 'values',
					value: ({ changes }) => (Object.keys(changes).length === 0 ? '' : shorten(JSON.stringify(changes))),
				},
			],
			page.items,
			terminal,
		).forEach(terminal.print);
	tellMore(page, terminal, 'Raise --limit.');
	return 0;
}

/** @throws TroupeError CHANNEL_NOT_FOUND, INPUT_INVALID, DECISION_REFUSED, STATE_CONFLICT */
export async function runSettingsDecide(
	channel: string,
	{ number, approved }: { number: number; approved: boolean },
	{ reason, json }: DecideOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	const asked = { channel, change: String(number), approved, ...(reason !== undefined && { reason }) };
	const done = await callOperation(decideSettings, asked, terminal, openHost);
	if (json) terminal.print(JSON.stringify(done));
	terminal.note(
		approved ? `Change ${number} is approved, and counts from each contact's next message on.` : `Change ${number} is rejected.`,
	);
	return 0;
}
