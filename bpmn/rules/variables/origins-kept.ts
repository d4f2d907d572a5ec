import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import { isJobType, type JobType } from '../../job-types';
import type { Deployment } from '../deployment';
import { listResults, listWrites, type Write } from '../flow/writes';
import { findExtension, findProcess, findTaskHeader, isExpression, listElements, readJobType, readText } from '../moddle';
import { listNamesIn } from './variable-names';

/** The job types that return texts of others, always or by one operation. */
const returnsOthers: Record<JobType, boolean | { operation: string }> = {
	'troupe:agent': true,
	'troupe:crm': true,
	'troupe:eval': false,
	'troupe:guardrail': false,
	'troupe:hand-over': false,
	'troupe:http': true,
	'troupe:ingest': false,
	'troupe:model': false,
	'troupe:n8n-node': true,
	'troupe:n8n-workflow': true,
	'troupe:remember': { operation: 'recall' },
	'troupe:retrieve': true,
	'troupe:send': false,
};
const restConnector = /^io\.camunda:http-json:\d+$/;

function readsOthers(task: ModdleElement): boolean {
	const type = readJobType(task);
	if (!isJobType(type)) return restConnector.test(type);
	const returns = returnsOthers[type];
	return typeof returns === 'boolean' ? returns : findTaskHeader(task, 'operation') === returns.operation;
}

/** Without the origins, an agent takes a text of others for the message of a person. See docs/rules/origins-kept.md. */
export function originsKept({ elements, readVariables }: Deployment): Rule {
	return {
		check(node, reporter) {
			if (readJobType(node) !== 'troupe:agent') return;
			const inputs = listElements(findExtension(node, 'zeebe:IoMapping'), 'inputParameters');
			const findInput = (target: string) => inputs.find((input) => readText(input, 'target') === target);
			const message = findInput('message');
			const origins = findInput('origins');
			const neighbours = elements.map(({ element }) => element).filter((element) => findProcess(element) === findProcess(node));
			if (
				origins &&
				isTrue(
					readText(origins, 'source'),
					neighbours.filter((one) => one !== node),
					readVariables().written,
				)
			)
				return;
			const writers = findWriters(neighbours);
			const name = (message ? listNames(readText(message, 'source')) : ['message']).find((one) => writers.has(one));
			if (name === undefined) return;
			reporter.report(node.id ?? '', `takes its message from "${name}", with a text of "${writers.get(name)}", but not its origins`, {
				fix: 'Map the input "origins": what the agent task before it returned as "origins", or =["tool"] for another task. =[] says that a person wrote the message or has looked at it, in a user task.',
				category: 'warn',
			});
		},
	};
}

/** Returns whether an input can tell the origins: by a constant, by a variable that something writes, or by none where a person looks at texts. */
function isTrue(source: string, neighbours: ModdleElement[], written: ReadonlySet<string>): boolean {
	if (/^=?\s*(?:\[\s*\]|null)?\s*$/.test(source)) return neighbours.some(({ $type }) => $type === 'bpmn:UserTask');
	const own = new Set(neighbours.flatMap(listWrites).map(({ name }) => name));
	const names = listNames(source);
	return names.length === 0 || names.some((name) => own.has(name) || (name !== 'origins' && written.has(name)));
}

/** Returns, by variable, the task whose text of others it contains, where no variable says so. */
function findWriters(elements: ModdleElement[]): Map<string, string> {
	const writers = new Map<string, string>();
	for (const element of elements.filter(readsOthers)) {
		const writes = listWrites(element);
		if (writes.some(({ name }) => name === 'origins') && !holdsBack(element)) continue;
		const results = listResults(element);
		const repeats = ({ source }: Write) => source === undefined || listNames(source).some((name) => results.includes(name));
		for (const { name } of writes.filter(repeats)) writers.set(name, element.id ?? '');
	}
	const others = elements.flatMap((element) => listWrites(element).filter(hasSource));
	for (let known = -1; known < writers.size;) {
		known = writers.size;
		for (const { name, source } of others) {
			const from = listNames(source).find((one) => writers.has(one));
			if (from !== undefined && name !== 'origins' && !writers.has(name)) writers.set(name, writers.get(from)!);
		}
	}
	return writers;
}

/** An input of that name makes a variable of the task alone, which then takes what its job returns. Nothing leaves it without an output mapping. */
function holdsBack(element: ModdleElement): boolean {
	const mapping = findExtension(element, 'zeebe:IoMapping');
	const hasInput = listElements(mapping, 'inputParameters').some((input) => readText(input, 'target') === 'origins');
	return hasInput && listElements(mapping, 'outputParameters').length === 0;
}

const hasSource = (write: Write): write is Required<Write> => write.source !== undefined;

const listNames = (source: string): string[] => (isExpression(source) ? listNamesIn(source.slice(1)) : []);
