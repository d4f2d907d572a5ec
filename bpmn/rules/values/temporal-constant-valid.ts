import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import { openEvaluator } from '../../feel/evaluator';
import { findSyntaxFault } from '../../feel/syntax-fault';
import { parseSchedule } from '../../timer';
import { findOwner, listExpressions } from '../expressions/expressions';

const literal = /\b(duration|date and time|date|time)\(\s*"([^"\\]*)"\s*\)|@"([^"\\]*)"/g;
const kinds = { timeDate: 'date', timeDuration: 'duration', timeCycle: 'cycle' } as const;
const fixes: Record<string, string> = {
	duration: 'Write an ISO 8601 duration, such as PT15M, P3D or P1Y6M.',
	date: 'Write a date, such as 2030-01-31.',
	time: 'Write a time, such as 09:30:00.',
	'date and time': 'Write a date with a time, such as 2030-01-31T09:30:00Z.',
	cycle: 'Write a cycle, such as R3/PT10M, or a cron expression.',
};

/** A constant that cannot be read as a duration, date or time is null when the process runs. See docs/rules/temporal-constant-valid.md. */
export function temporalConstantValid(): Rule {
	const feel = openEvaluator('8.8');
	const evaluate = (expression: string): unknown => feel.evaluate(expression, { lookUp: () => undefined, now: () => 0 }).value;
	return {
		check(node, reporter) {
			for (const { property, expression } of listExpressions(node)) {
				if (findSyntaxFault(expression)) continue;
				for (const [text, kind = 'duration', quoted, afterAt] of expression.matchAll(literal)) {
					if (evaluate(text) !== null) continue;
					const word = text.startsWith('@') ? 'duration, date or time' : kind;
					reporter.report(findOwner(node)?.id ?? '', `has "${quoted ?? afterAt}" where a ${word} is expected`, { fix: fixes[kind]! });
				}
				const wrong = findWrongTimer(node, property, expression);
				if (wrong)
					reporter.report(findOwner(node)?.id ?? '', `has the timer "${wrong.text}", which is not a ${wrong.kind}${wrong.why}`, {
						fix: fixes[wrong.kind]!,
					});
			}
		},
	};
}

function findWrongTimer(
	node: ModdleElement,
	property: string,
	expression: string,
): { text: string; kind: string; why: string } | undefined {
	const text = /^\s*"([^"\\]*)"\s*$/.exec(expression)?.[1];
	const kind = node.$type === 'bpmn:TimerEventDefinition' ? kinds[property as keyof typeof kinds] : undefined;
	const schedule = text === undefined || kind === undefined ? undefined : parseSchedule(kind, text, 0);
	if (schedule === undefined || 'due' in schedule) return undefined;
	return { text: text!, kind: kind!, why: kind === 'cycle' ? `: ${schedule.fault}` : '' };
}
