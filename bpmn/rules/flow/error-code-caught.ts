import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import { isJobType, type JobType } from '../../job-types';
import { n8nNodeHeaders, nodeErrorCode } from '../../templates/n8n/n8n-node-job';
import type { Deployment } from '../deployment';
import { isExpression, readJobType, findProcess, findTaskHeader, findEventDefinition, listElements, readText } from '../moddle';

const ofModel = ['TROUPE_BLOCKED', 'TROUPE_BUDGET_EXCEEDED', 'TROUPE_CONTENT_FILTERED'];
const ofForm = [...ofModel, 'TROUPE_OUTPUT_INVALID'];

/** The BPMN errors of each job type, all of them or those by the value of a header: docs/job-types. */
const codesOfJobType: Record<JobType, string[] | { header: string; codes: Record<string, string[]> }> = {
	'troupe:agent': ['TROUPE_BLOCKED', 'TROUPE_LIMIT_REACHED', 'TROUPE_BUDGET_EXCEEDED', 'TROUPE_CONTENT_FILTERED'],
	'troupe:crm': [],
	'troupe:eval': { header: 'onFailure', codes: { 'bpmn-error': ['EVALUATION_FAILED'] } },
	// The policy decides with which code; one that is caught shows that somebody thought of it.
	'troupe:guardrail': { header: 'operation', codes: { check: ['GUARDRAIL_*'], 'check-reply': ['GUARDRAIL_*'] } },
	'troupe:hand-over': [],
	'troupe:http': [],
	// A collection of words alone asks no model, and which one it is only the worker knows: so no budget is asked for.
	'troupe:ingest': ['TROUPE_DOCUMENT_FAILED'],
	'troupe:model': {
		header: 'operation',
		codes: { chat: ofModel, extract: ofForm, structured: ofForm, embed: ['TROUPE_BLOCKED', 'TROUPE_BUDGET_EXCEEDED'] },
	},
	'troupe:n8n-node': { header: n8nNodeHeaders.onError, codes: { 'bpmn-error': [nodeErrorCode] } },
	'troupe:n8n-workflow': [],
	'troupe:remember': [],
	'troupe:retrieve': [],
	'troupe:send': [],
};

/** An error that nothing catches stops the instance with an incident. See docs/rules/error-code-caught.md. */
export function errorCodeCaught({ calls }: Deployment): Rule {
	return {
		check(node, reporter) {
			const codes = codesThrownBy(node).filter((code) => !isCaught(node, code, calls, new Set()));
			if (codes.length === 0) return;
			const names = codes.map((code) => `"${code}"`).join(', ');
			reporter.report(node.id ?? '', `throws the ${codes.length > 1 ? 'errors' : 'error'} ${names}, which nothing catches`, {
				fix: `Add an error boundary event without a code, which catches every error, or one with the code ${codes[0]}${codes.length > 1 ? ' and one for each other code' : ''}.`,
			});
		},
	};
}

function codesThrownBy(node: ModdleElement): string[] {
	if (node.$type !== 'bpmn:EndEvent') {
		const type = readJobType(node);
		const codes = isJobType(type) ? codesOfJobType[type] : [];
		return Array.isArray(codes) ? codes : (codes.codes[findTaskHeader(node, codes.header) ?? ''] ?? []);
	}
	const code = readErrorCode(node);
	return code === undefined || code === '' || isExpression(code) ? [] : [code];
}

function isCaught(element: ModdleElement, code: string, calls: Deployment['calls'], seen: Set<string>): boolean {
	if (isCaughtInProcess(element, code)) return true;
	const processId = findProcess(element)?.id ?? '';
	if (seen.has(processId)) return false;
	seen.add(processId);
	return calls.some((call) => call.calledId === processId && isCaught(call.element, code, calls, seen));
}

/** The code that an event throws or catches; empty for an event that catches every error, undefined when it is not an error event. */
function readErrorCode(event: ModdleElement): string | undefined {
	const definition = findEventDefinition(event, 'bpmn:ErrorEventDefinition');
	return definition && readText(definition.errorRef as ModdleElement | undefined, 'errorCode');
}

/** BPMN 2.0, 10.5.6: boundary events and event sub-processes, then those of each outer scope. The code `A_*` stands for its prefix. */
function isCaughtInProcess(element: ModdleElement, code: string): boolean {
	const scope = element.$parent;
	const neighbours = listElements(scope, 'flowElements');
	const boundaries = neighbours.filter((one) => one.$type === 'bpmn:BoundaryEvent' && one.attachedToRef === element);
	const eventSubProcesses = neighbours.filter((one) => one.triggeredByEvent === true && one !== element);
	const starts = eventSubProcesses.flatMap((one) => listElements(one, 'flowElements')).filter((one) => one.$type === 'bpmn:StartEvent');
	if ([...boundaries, ...starts].some((event) => catches(event, code))) return true;
	return scope !== undefined && scope.$type !== 'bpmn:Process' && isCaughtInProcess(scope, code);
}

function catches(event: ModdleElement, code: string): boolean {
	const caught = readErrorCode(event);
	return caught === '' || (code.endsWith('*') ? caught?.startsWith(code.slice(0, -1)) === true : caught === code);
}
