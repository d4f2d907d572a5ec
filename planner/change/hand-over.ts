import type { Language } from '../../core/base/text/languages';
import type { Task } from '../tree/plan-tree';
import { findGroup } from '../wish/find-people';
import { toId } from '../wish/names';
import { wishWords } from '../wish/words';
import type { Change } from './apply-changes';

const articles = /^(?:the|an?|our|[oa]s?|uma?|nosso|nossa)\s+/iu;

/** Gives a step to others. Everything that a step of theirs can have stays: its text, its fields, its time. */
export function handOver(task: Task, text: string, language: Language): Change {
	const group = findGroup(text, language);
	if (group === undefined && wishWords[language].machines.test(text.toLowerCase())) return giveToAgent(task);
	const who = group ?? toId(text.replace(articles, ''), 'team');
	if (task.kind === 'human') return { op: 'set', id: task.id, fields: { who } };
	const instructions = 'needs' in task && task.needs !== task.name ? task.needs : undefined;
	const shows = 'reads' in task ? task.reads : undefined;
	const own = { who, ...(instructions && { instructions }), ...(shows && { shows }) };
	return { op: 'replace', id: task.id, block: { ...ofAll(task), kind: 'human', ...own } };
}

function giveToAgent(task: Task): Change {
	if (task.kind === 'agent') return { op: 'set', id: task.id, fields: { agent: null } };
	const needs = 'needs' in task ? task.needs : 'instructions' in task ? task.instructions : undefined;
	const shows = 'shows' in task ? task.shows : undefined;
	const own = { needs: needs ?? task.name, ...(shows && { reads: shows }), ...(task.onError && { onError: task.onError }) };
	return { op: 'replace', id: task.id, block: { ...ofAll(task), kind: 'agent', ...own } };
}

const ofAll = ({ id, name, why, writes, deadline }: Task) => ({
	id,
	name,
	...(why !== undefined && { why }),
	...(writes && { writes }),
	...(deadline && { deadline }),
});
