import { treeLimits } from './limits';
import type { Fault, PlanTree, Trigger } from './plan-tree';
import { names } from './read/block-kinds';
import { toId } from './read/names';
import { readBlocks } from './read/read-blocks';
import { mendDates } from './read/mend-dates';
import { mendKeys } from './read/mend-keys';
import { unquoteNames } from './read/quoted-names';
import { readFields } from './read/read-fields';
import { isObject, pick, pickWord, type Raw, Reader } from './read/reader';
import { renameVariables, toFeel } from './read/to-feel';
import { toSchedule } from './read/to-time';
import { cancelAtEnds } from './read/cancel-at-ends';
import { unfoldSingles } from './read/unfold-singles';
import { listExpressions, walkBlocks } from './walk';

export interface ReadTree {
	/** Undefined if there is nothing to go on with. */
	tree?: PlanTree;
	faults: Fault[];
	/** Repairs that may not be what was meant, as faults that the plan can have. */
	doubts: Fault[];
	/** What was repaired, with its path, in English. */
	repaired: string[];
}

/**
 * Reads what a model or a person wrote as a tree: repairs what has one meaning only, and returns a fault for everything else. It never throws.
 * @param isPart keeps empty branches, which steps of a change fill
 */
export function readTree(value: unknown, isPart = false): ReadTree {
	const raw = unwrap(value);
	const reader = new Reader(readLanguage(raw), isPart);
	const blocks = raw && pick(raw, names.list);
	if (!raw || blocks === undefined) {
		reader.fault('', 'not-a-tree');
		return { faults: reader.faults.list, doubts: [], repaired: [] };
	}
	const name = reader.text(raw, ['name', 'title', 'nome'], '', treeLimits.name) ?? (reader.language === 'pt' ? 'Processo' : 'Process');
	const id = toId(typeof raw.id === 'string' ? raw.id : name, 'process');
	// No element can have the id of the process.
	reader.ids.add(id);
	const tree: PlanTree = {
		id,
		name,
		purpose: reader.text(raw, ['purpose', 'description', 'goal', 'objetivo'], '') ?? name,
		language: reader.language,
		trigger: readTrigger(reader, pick(raw, names.trigger)),
		inputs: readFields(reader, pick(raw, ['inputs', 'input', 'variables', 'entradas']), '/inputs'),
		do: readBlocks(reader, blocks, '/do', 1),
	};
	if (tree.do.length === 0) reader.fault('/do', 'empty');
	if (!isPart) unfoldSingles(tree, reader);
	cancelAtEnds(tree, reader);
	rename(tree, reader);
	unquoteNames(tree, reader);
	mendDates(tree, reader);
	if (!isPart) mendKeys(tree, reader);
	return { tree, faults: reader.faults.list, doubts: reader.doubts.list, repaired: reader.repaired };
}

/** Models put the tree into an object, or answer with the list alone. */
function unwrap(value: unknown): Raw | undefined {
	if (Array.isArray(value)) return value.length === 1 && isObject(value[0]) && pick(value[0], names.list) ? value[0] : { do: value };
	if (!isObject(value)) return undefined;
	const inner = pick(value, ['tree', 'plan', 'process', 'processo', 'result']);
	return pick(value, names.list) === undefined && isObject(inner) ? inner : value;
}

const readLanguage = (raw: Raw | undefined): PlanTree['language'] =>
	/^(?:pt|por)/i.test(String(raw && typeof raw.language === 'string' ? raw.language : '')) ? 'pt' : 'en';

function readTrigger(reader: Reader, value: unknown): Trigger {
	const raw: Raw = isObject(value) ? value : { kind: value };
	const kind = pickWord(raw, ['kind', 'type']).toLowerCase().slice(0, 60);
	const name = reader.text(raw, ['name', 'message', 'event'], '/trigger', treeLimits.name);
	const at = pick(raw, ['at', 'cron', 'cycle', 'schedule', 'every', 'time', 'date', 'duration']);
	if (/^form/.test(kind)) return { kind: 'form' };
	if (/timer|schedul|cron|time|agend/.test(kind) || (at !== undefined && !/mess|manual/.test(kind))) {
		const schedule = toSchedule(at ?? name);
		if (schedule === undefined)
			reader.fault('/trigger/at', 'timer', JSON.stringify(at ?? ''), reader.language === 'pt' ? 'um horário' : 'a schedule');
		else if (schedule !== at) reader.repair('/trigger', `begins at ${schedule} now`);
		return schedule === undefined ? { kind: 'manual' } : { kind: 'timer', at: schedule };
	}
	if (/mess|mensag|webhook|mail|chat|channel|event|whats/.test(kind)) return { kind: 'message', name: name ?? kind };
	return { kind: 'manual' };
}

/** Puts the new names of variables into the expressions, which were read before all names were known. */
function rename(tree: PlanTree, { renamed }: Reader): void {
	if (renamed.size === 0) return;
	for (const { block } of walkBlocks(tree.do, '/do')) {
		for (const { text, put } of listExpressions(block)) put(toFeel(renameVariables(text, renamed)));
		if ('reads' in block && block.reads) block.reads = block.reads.map((name) => renamed.get(name) ?? name);
		if ('shows' in block && block.shows) block.shows = block.shows.map((name) => renamed.get(name) ?? name);
	}
}
