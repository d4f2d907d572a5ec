import { isVariable, treeLimits } from '../limits';
import type { Block, Choice, Event, Loop, Parallel, Wait } from '../plan-tree';
import { parseLenientJson } from '../../../core/base/text/json/parse-lenient-json';
import { names } from './block-kinds';
import { toVariable } from './names';
import { readFeel, readNamed, type Reading } from './reading';
import { readFields, readName } from './read-fields';
import { isObject, pick, pickWord, type Raw } from './reader';
import { toDuration } from './to-time';

const units = String.raw`(?:P[\dTDHMSWY]+|\d{1,4}\s+[a-z]{1,10})`;
/** `dueDate - 3 days` and `dueDate - P3D`. */
const less = new RegExp(String.raw`^(\w{1,40})\s*[-–]\s*(${units})$`, 'i');
/** `3 days before dueDate`. */
const before = new RegExp(String.raw`^(${units})\s+(?:before|antes d[aeo])\s+(\w{1,40})$`, 'i');

/** Reads a date and time, or FEEL of one. A day alone begins at midnight of the world's time. */
function toDate(at: Pick<Reading, 'reader' | 'path'>, written: string): string {
	const text = written.trim().slice(0, treeLimits.expression);
	if (/^\d{4}-\d\d-\d\d$/.test(text)) return `${text}T00:00:00Z`;
	if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/.test(text)) return `${text}Z`;
	return /^\d{4}-/.test(text) ? text : (readFeel(at, readLead(text) ?? text, 'date') ?? text);
}

/** Makes FEEL of a time before a date. */
function readLead(text: string): string | undefined {
	const [, name, lead] = less.exec(text) ?? [];
	const [, early, field] = before.exec(text) ?? [];
	const [date = '', duration] = [name ?? field, toDuration(lead ?? early)];
	return duration !== undefined && isVariable(date) ? `${date} - duration("${duration}")` : undefined;
}

/** Words that a model writes as the condition of the default. */
const always = /^(?:else|otherwise|default|true|senao|senão|caso contrário|=\s*true)$/i;

/** Reads a choice: with branches, or with a condition, `then` and `else`. */
export function readChoice(reading: Reading): Choice {
	const { reader, raw, path, list } = reading;
	const named = readNamed(reading, 'choice');
	const written = pick(raw, names.branches);
	const listed = listBranches(written).slice(0, treeLimits.branches);
	if (listed.length === 0) listed.push({ ...raw, id: undefined, name: pick(raw, ['yes']) ?? (reader.language === 'pt' ? 'sim' : 'yes') });
	let otherwise: unknown = pick(raw, names.otherwise);
	const branches: Choice['branches'] = [];
	for (const [at, branch] of listed.entries()) {
		const place = `${path}/branches/${at}`;
		const condition = pick(branch, names.condition);
		const isDefault = branch.default === true || (typeof condition === 'string' && always.test(condition.trim())) || condition === true;
		if ((isDefault || condition === undefined) && otherwise === undefined) {
			otherwise = branch;
			reader.repair(place, 'is the default now');
			continue;
		}
		const when = readFeel({ reader, path: place }, condition, 'when');
		if (when === undefined) reader.fault(`${place}/when`, 'missing', 'when', 'FEEL');
		branches.push({ ...readBranch(reading, branch, place, list(listOf(branch), `${place}/do`)), when: when ?? 'false' });
	}
	if (otherwise === undefined) reader.repair(path, 'has an empty default now');
	const last = isObject(otherwise) && !isBlock(otherwise) ? otherwise : { do: otherwise };
	const place = `${path}/otherwise`;
	const fallback = { name: reader.language === 'pt' ? 'senão' : 'otherwise', ...last };
	return {
		kind: 'choice',
		...named,
		...((raw.many === true || /^inclusive|^or$/i.test(String(raw.kind))) && { many: true }),
		branches,
		otherwise: readBranch(reading, fallback, place, list(listOf(last), `${place}/do`)),
	};
}

/** A default may be one block, and not a branch with a list. */
const isBlock = (value: Raw): boolean => pick(value, ['kind', 'type']) !== undefined;

const listOf = (branch: Raw): unknown => pick(branch, names.list);

function listBranches(value: unknown): Raw[] {
	if (Array.isArray(value)) return value.map((one: unknown) => (isObject(one) ? (isBlock(one) ? { do: [one] } : one) : { do: one }));
	if (!isObject(value)) return [];
	return Object.entries(value).map(([name, one]) => (isObject(one) && !isBlock(one) ? { name, ...one } : { name, do: one }));
}

function readBranch({ reader }: Reading, branch: Raw, path: string, blocks: Block[]): { id?: string; name: string; do: Block[] } {
	const name =
		reader.text(branch, ['name', 'label', 'title'], path, treeLimits.name) ?? reader.text(branch, names.condition, path, treeLimits.name);
	const id = branch.id === undefined || branch.id === null ? undefined : reader.id(branch.id, name ?? '', 'branch', path);
	return { ...(id !== undefined && { id }), name: name ?? (reader.language === 'pt' ? 'sim' : 'yes'), do: blocks };
}

/** Reads parallel branches. One alone is taken for what it is: blocks in a row. */
export function readParallel(reading: Reading): Parallel {
	const { reader, raw, path, list } = reading;
	const named = readNamed(reading, 'parallel');
	const written = pick(raw, names.branches) ?? pick(raw, names.list);
	const branches = listBranches(written)
		.slice(0, treeLimits.branches)
		.map((branch, at) => {
			const place = `${path}/branches/${at}`;
			const name = reader.text(branch, ['name', 'label'], place, treeLimits.name);
			const id = branch.id === undefined || branch.id === null ? undefined : reader.id(branch.id, name ?? '', 'branch', place);
			return { ...(id !== undefined && { id }), ...(name !== undefined && { name }), do: list(listOf(branch), `${place}/do`) };
		});
	const filled = reader.isPart ? branches : branches.filter((branch) => branch.do.length > 0);
	if (filled.length < branches.length) reader.repair(path, 'is without its empty branches now');
	return { kind: 'parallel', ...named, branches: filled };
}

/** Reads a loop: until a condition, while one holds, for each entry, or a number of times. */
export function readLoop(reading: Reading): Loop {
	const { reader, raw, path, list } = reading;
	const named = readNamed(reading, 'loop');
	const whilst = readFeel(reading, pick(raw, ['while', 'enquanto']), 'until');
	const until = readFeel(
		reading,
		pick(raw, ['until', 'ate', 'até']) ?? (pick(raw, ['each', 'forEach']) ? undefined : raw.condition),
		'until',
	);
	const as = reader.text(raw, ['as', 'item', 'element', 'variable'], path, treeLimits.name);
	const fixed = readFixedList(reading, pick(raw, lists), as);
	const each = fixed === undefined ? reader.text(raw, lists, path, treeLimits.name) : undefined;
	const onLimit = pick(raw, ['onLimit', 'otherwise', 'else']);
	return {
		kind: 'loop',
		...named,
		do: list(listOf(raw), `${path}/do`),
		...(until !== undefined ? { until } : whilst !== undefined && { until: `not(${whilst})` }),
		...(each !== undefined && { each: readName(reader, each, path), as: readName(reader, as ?? 'entry', path) }),
		...((raw.together === true || raw.parallel === true) && each !== undefined && { together: true }),
		limit: readLimit(
			reading,
			fixed ?? pick(raw, ['limit', 'max', 'maxRounds', 'maxIterations', 'times', 'count']),
			each === undefined ? 10 : treeLimits.rounds,
		),
		...(onLimit !== undefined && { onLimit: list(onLimit, `${path}/onLimit`) }),
	};
}

const lists = ['each', 'forEach', 'items', 'collection', 'over', 'in'];

/** Returns how many rounds a list of fixed values means: `[1, 2, 3]` whose entries nothing reads is three. Of others, no loop can be made. */
function readFixedList({ reader, raw, path }: Reading, written: unknown, as = 'entry'): number | undefined {
	const text = typeof written === 'string' ? written.trim().slice(0, treeLimits.expression) : JSON.stringify(written ?? '');
	const range = /^(?:for\s+\w+\s+in\s+)?1\s*\.\.\s*(\d{1,3})(?!\d)/.exec(text)?.[1];
	const entries = Array.isArray(written) ? (written as unknown[]) : text.startsWith('[') ? parseLenientJson(text)?.value : undefined;
	const count = range === undefined ? (Array.isArray(entries) ? entries.length : undefined) : Number(range);
	if (count === undefined) return undefined;
	const isCounted = range !== undefined || (entries as unknown[]).every((entry, at) => entry === at + 1);
	const isRead = new RegExp(String.raw`(?<![\p{L}\p{N}_])${toVariable(as)}(?![\p{L}\p{N}_])`, 'u').test(JSON.stringify(listOf(raw) ?? ''));
	if (!isCounted || isRead) reader.fault(`${path}/each`, 'fixed-list', text);
	else reader.repair(path, `is done ${count} times now`);
	return count;
}

/** A list is worked on whole, as far as it can be, where no limit is named. */
function readLimit({ reader, path }: Reading, written: unknown, usual: number): number {
	const number = Math.round(Number(written));
	const limit = written === undefined || !Number.isFinite(number) ? usual : Math.min(treeLimits.rounds, Math.max(1, number));
	if (limit !== written) reader.repair(path, `its limit is ${limit} now`);
	return limit;
}

/** Names under which a message says what it brings. */
const brings = ['writes', 'outputs', 'brings'];

export function readEvent(reading: Reading): Event {
	const { reader, raw, path, list } = reading;
	const named = readNamed(reading, 'event');
	const written = pick(raw, ['waits', 'on', 'events', 'wait']);
	const listed = Array.isArray(written)
		? written
		: [isObject(written) ? written : { ...raw, id: undefined, name: undefined, do: undefined }];
	const waits = listed.slice(0, treeLimits.branches).flatMap((one: unknown, at) => {
		const place = `${path}/waits/${at}`;
		const holder: Raw = isObject(one) ? one : { duration: one };
		const brought = pick(holder, brings) ?? pick(raw, brings);
		const on = readWait(reading, isObject(holder.on) ? holder.on : holder, `${place}/on`, named.name, brought);
		if (!on) {
			if (isObject(one))
				reader.fault(`${place}/on`, 'value', JSON.stringify(pick(one, ['on', 'kind', 'type']) ?? one), 'timer, date, message');
			return [];
		}
		const name = reader.text(holder, ['name', 'label'], place, treeLimits.name);
		const isNamedMessage = holder === one && !isObject(holder.on) && on.kind === 'message';
		const id = holder.id === undefined || holder.id === null ? undefined : reader.id(holder.id, name ?? '', 'wait', place);
		const blocks = list(listOf(holder), `${place}/do`);
		return [
			{
				...(id !== undefined && { id }),
				...(name !== undefined && !isNamedMessage && { name }),
				on,
				...(blocks.length > 0 && { do: blocks }),
			},
		];
	});
	if (waits.length === 0) reader.fault(`${path}/waits`, 'empty');
	return { kind: 'event', ...named, waits };
}

/** @param brought what the wait or the event around it says that the message brings */
function readWait(reading: Reading, raw: Raw, path: string, name: string, brought: unknown): Wait | undefined {
	const { reader } = reading;
	const at = { reader, path };
	const message = reader.text(raw, ['message', 'messageName'], path, treeLimits.name);
	const kind = pickWord(raw, ['kind', 'type']).toLowerCase();
	if (message !== undefined || kind.startsWith('mess') || kind === 'receive' || pick(raw, ['key', 'correlationKey']) !== undefined) {
		const key = readFeel(at, pick(raw, ['key', 'correlationKey', 'correlation']), 'key');
		const writes = readFields(reader, pick(raw, brings) ?? brought, `${path}/writes`);
		return {
			kind: 'message',
			name: message ?? reader.text(raw, ['name'], path, treeLimits.name) ?? name,
			// Another one is found when the whole tree is read.
			key: key ?? '',
			...(writes.length > 0 && { writes }),
		};
	}
	if (kind === 'signal') return { kind, name: reader.text(raw, ['name', 'signal'], path, treeLimits.name) ?? name };
	const date = pick(raw, ['date', 'at']) ?? (kind === 'date' ? pick(raw, ['when']) : undefined);
	if (typeof date === 'string') return { kind: 'date', date: toDate(at, date) };
	const duration = pick(raw, ['duration', 'after', 'for', 'delay', 'timer', 'time', 'seconds', 'minutes', 'hours', 'days']);
	if (duration === undefined) return undefined;
	return { kind: 'timer', duration: readDuration(at, raw, duration) };
}

function readDuration(at: Pick<Reading, 'reader' | 'path'>, raw: Raw, written: unknown): string {
	const named = ['seconds', 'minutes', 'hours', 'days'].filter((unit) => typeof raw[unit] === 'number');
	const duration = toDuration(named.length > 0 ? Object.fromEntries(named.map((unit) => [unit, raw[unit]])) : written);
	if (duration !== undefined) {
		if (duration !== written) at.reader.repair(at.path, `waits for ${duration} now`);
		return duration;
	}
	const feel = typeof written === 'string' && isVariable(written.trim()) ? written.trim() : readFeel(at, written, 'duration');
	return feel ?? '';
}
