import { parseSchedule } from '../../../bpmn/timer';
import { isJobType } from '../../../bpmn/job-types';
import type { Faults } from '../faults';
import { agentPattern, idPattern, isVariable, nodePattern, treeLimits } from '../limits';
import type { Block, Event, Field, PlanTree } from '../plan-tree';
import { escapePointer, isLiteralTime, listExpressions, listInner, listWrites, walkBlocks } from '../walk';
import { endsSometimes } from '../ways-end';

const words = {
	en: { duration: 'a duration', date: 'a date and time', schedule: 'a schedule', blocks: 'blocks', rounds: 'a whole number from 1 to 100' },
	pt: {
		duration: 'uma duração',
		date: 'uma data com hora',
		schedule: 'um horário',
		blocks: 'blocos',
		rounds: 'um número inteiro de 1 a 100',
	},
} as const;

/** Checks what can be judged without following the flow: ids, names, limits, times, branches. */
export function checkShape(tree: PlanTree, faults: Faults): void {
	const blocks = [...walkBlocks(tree.do, '/do')];
	const { language } = faults;
	if (blocks.length > treeLimits.blocks) faults.add('/do', 'too-large', String(treeLimits.blocks), words[language].blocks);
	if (tree.do.length === 0) faults.add('/do', 'empty');
	checkIds(tree, faults);
	checkFields(tree.inputs, '/inputs', faults);
	checkTrigger(tree, faults);
	for (const { block, path } of blocks) {
		if (depthOf(path) > treeLimits.depth) faults.add(path, 'too-deep', String(treeLimits.depth));
		checkFields(listWrites(block), `${path}/writes`, faults);
		checkBlock(block, path, faults, tree);
		checkTimes(block, path, faults);
		for (const one of listExpressions(block))
			if (one.text.length > treeLimits.expression) faults.add(path + one.path, 'too-long', String(treeLimits.expression));
		for (const inner of listInner(block)) if (endsSometimes(block, inner.blocks)) faults.add(path + inner.path, 'end-in-branch');
	}
}

const depthOf = (path: string): number =>
	path.split('/').filter((part) => part === 'do' || part === 'onError' || part === 'onLimit').length;

function checkIds(tree: PlanTree, faults: Faults): void {
	const seen = new Set<string>();
	const check = (id: string | undefined, path: string): void => {
		if (id === undefined) return;
		if (!idPattern.test(id)) faults.add(`${path}/id`, 'id', id);
		else if (seen.has(id)) faults.add(`${path}/id`, 'id-twice', id);
		seen.add(id);
	};
	check(tree.id, '');
	for (const { block, path } of walkBlocks(tree.do, '/do')) {
		check(block.id, path);
		if (block.name.trim() === '') faults.add(`${path}/name`, 'label');
		const parts = 'branches' in block ? block.branches : block.kind === 'event' ? block.waits : [];
		const key = block.kind === 'event' ? 'waits' : 'branches';
		for (const [at, part] of parts.entries()) check(part.id, `${path}/${key}/${at}`);
		if (block.kind === 'choice') check(block.otherwise.id, `${path}/otherwise`);
	}
}

function checkFields(fields: readonly Field[], path: string, faults: Faults): void {
	if (fields.length > treeLimits.fields) faults.add(path, 'too-large', String(treeLimits.fields), 'fields');
	for (const [at, { name }] of fields.entries()) if (!isVariable(name)) faults.add(`${path}/${at}/name`, 'name', name);
}

function checkTrigger({ trigger }: PlanTree, faults: Faults): void {
	if (trigger.kind === 'message' && trigger.name.trim() === '') faults.add('/trigger/name', 'label');
	if (trigger.kind !== 'timer') return;
	const isDate = /^\d{4}-/.test(trigger.at);
	const read = parseSchedule(isDate ? 'date' : 'cycle', trigger.at, 0);
	// An interval of less than a minute starts instances without end.
	const isRestless = !('fault' in read) && read.interval?.startsWith('P') === true && !lasts(read.interval, 60_000);
	if ('fault' in read || isRestless) faults.add('/trigger/at', 'timer', trigger.at, words[faults.language].schedule);
}

const lasts = (duration: string, ms: number): boolean => {
	const read = parseSchedule('duration', duration, 0);
	return !('fault' in read) && read.due >= ms;
};

function checkTimes(block: Block, path: string, faults: Faults): void {
	const check = (kind: 'duration' | 'date', text: string, at: string): void => {
		const isFine = kind === 'duration' ? lasts(text, 1) : !('fault' in parseSchedule(kind, text, 0));
		if (!isFine) faults.add(path + at, 'timer', text, words[faults.language][kind]);
	};
	if ('deadline' in block && block.deadline) check('duration', block.deadline.after, '/deadline/after');
	if (block.kind === 'human' && block.due !== undefined) check('duration', block.due, '/due');
	if (block.kind !== 'event') return;
	for (const [at, { on }] of block.waits.entries()) {
		if (on.kind === 'timer' && isLiteralTime(on.duration)) check('duration', on.duration, `/waits/${at}/on/duration`);
		if (on.kind === 'date' && isLiteralTime(on.date)) check('date', on.date, `/waits/${at}/on/date`);
	}
}

function checkBlock(block: Block, path: string, faults: Faults, tree: PlanTree): void {
	switch (block.kind) {
		case 'choice': {
			if (block.branches.length === 0) faults.add(`${path}/branches`, 'empty');
			if ([...block.branches, block.otherwise].every((branch) => branch.do.length === 0)) faults.add(path, 'empty');
			const conditions = block.branches.map(({ when }) => when.replace(/\s+/g, ' ').trim());
			conditions.forEach((when, at) => conditions.indexOf(when) < at && faults.add(`${path}/branches/${at}/when`, 'same-condition'));
			return;
		}
		case 'parallel':
			if (block.branches.length < 2 || block.branches.some((branch) => branch.do.length === 0)) faults.add(path, 'one-branch');
			return;
		case 'loop':
			if (block.do.length === 0) faults.add(`${path}/do`, 'empty');
			if (!Number.isInteger(block.limit) || block.limit < 1 || block.limit > treeLimits.rounds)
				faults.add(`${path}/limit`, 'value', String(block.limit), words[faults.language].rounds);
			if (block.as !== undefined && !isVariable(block.as)) faults.add(`${path}/as`, 'name', block.as);
			return;
		case 'event':
			if (block.waits.length === 0) faults.add(`${path}/waits`, 'empty');
			checkWaits(block, path, faults);
			return;
		case 'agent':
			if (block.agent !== undefined && !agentPattern.test(block.agent)) faults.add(`${path}/agent`, 'value', block.agent, 'support@^1.2');
			return;
		case 'node':
			checkNode(block, path, faults);
			return;
		case 'http':
			if (!block.url.startsWith('=') && !/^https:\/\/[^\s/]/.test(block.url)) faults.add(`${path}/url`, 'value', block.url, 'https://…');
			return;
		case 'call':
			if (block.process === tree.id) faults.add(`${path}/process`, 'calls-itself');
			if (!/^[\p{L}_][\p{L}\p{N}._-]{0,199}$/u.test(block.process)) faults.add(`${path}/process`, 'value', block.process, 'id');
			for (const name of Object.keys(block.inputs ?? {}))
				if (!isVariable(name)) faults.add(`${path}/inputs/${escapePointer(name)}`, 'name', name);
			return;
		default:
	}
}

/** An engine refuses an event that waits for one message or signal twice. */
function checkWaits({ waits }: Event, path: string, faults: Faults): void {
	const names = waits.map(({ on }) => ('name' in on ? `${on.kind} ${on.name}` : ''));
	for (const [at, { on }] of waits.entries()) {
		if (!('name' in on)) continue;
		if (on.name.trim() === '') faults.add(`${path}/waits/${at}/on/name`, 'label');
		if (names.indexOf(names[at]!) < at) faults.add(`${path}/waits/${at}/on/name`, 'same-wait', on.name);
	}
}

function checkNode(block: Block & { kind: 'node' }, path: string, faults: Faults): void {
	const { node } = block;
	if (node !== undefined && !isJobType(node) && !isTaskNode(node))
		faults.add(`${path}/node`, 'value', node, 'n8n-nodes-base.slack, troupe:send');
	for (const name of Object.keys(block.parameters ?? {}))
		if (!/^[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*$/.test(name)) faults.add(`${path}/parameters/${escapePointer(name)}`, 'name', name);
}

/** Nodes that begin workflows cannot be steps. */
function isTaskNode(node: string): boolean {
	const name = nodePattern.exec(node)?.[1];
	return name !== undefined && !name.endsWith('Trigger') && !['webhook', 'cron', 'interval', 'start', 'emailReadImap'].includes(name);
}
