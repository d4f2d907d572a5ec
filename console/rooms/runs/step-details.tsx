import type { ComponentChildren } from 'preact';
import { formatDuration } from '../../words/format';
import type { Guardrail, Step, StepOf } from './run';
import { trailWords as words } from './trail-words';

/** Shows the stored step: its texts only as plain text. */
export function StepDetails({ step }: { step: Step }) {
	const parts = [...listParts(step), ...(step.guardrails ? [<Guardrails key="guardrails" found={step.guardrails} />] : [])];
	return parts.length > 0 ? <>{parts}</> : <p class="quiet">{words('nothingMore')}</p>;
}

function listParts(step: Step): ComponentChildren[] {
	if (step.kind === 'tool') return listToolParts(step);
	if (step.kind === 'model') return listModelParts(step);
	if (step.kind === 'input') return [<Passages key="passages" of={step.passages} />];
	if (step.kind === 'question') return step.pending.map((asked) => <Asked key={asked.id} asked={asked} />);
	if (step.kind === 'decision' && step.comment !== undefined) return [<Part key="comment" title={words('comment')} text={step.comment} />];
	return [];
}

const listToolParts = ({ source, arguments: args, text, passages = [] }: StepOf<'tool'>): ComponentChildren[] => [
	...(args === undefined ? [] : [<Part key="arguments" title={words('arguments')} text={showJson(args)} />]),
	...(text === '' ? [] : [<Part key="result" title={words('result')} text={showJson(text)} />]),
	...(passages.length > 0 ? [<Passages key="passages" of={passages} />] : []),
	...(source === undefined ? [] : [<Part key="source" title={words('source')} text={source} />]),
];

function listModelParts({ attempts, instead, reason }: StepOf<'model'>): ComponentChildren[] {
	const failed = attempts.filter(({ ok }) => !ok);
	return [
		...(failed.length > 0
			? [
					<Lines
						key="attempts"
						title={words('attempts')}
						lines={failed.map(({ model, budget, errorCode, durationMs }) =>
							words(
								'failedWith',
								model,
								budget ? words('budget', budget) : `${errorCode ?? ''} ${words('waited', formatDuration(durationMs))}`,
							),
						)}
					/>,
				]
			: []),
		...(instead ? [<Part key="instead" title={words('instead')} text={`${instead.code}: ${instead.message}`} />] : []),
		...(reason ? [<Part key="reason" title={words('why')} text={reason} />] : []),
	];
}

const Passages = ({ of }: { of: StepOf<'input'>['passages'] }) =>
	of.length === 0 ? null : (
		<Lines
			title={words('found_')}
			lines={of.map(
				({ score, title, document, page }) => `${score.toFixed(3)} · ${title || document}${page === undefined ? '' : `, p. ${page}`}`,
			)}
		/>
	);

function Asked({ asked: { tool, question, arguments: args, because } }: { asked: StepOf<'question'>['pending'][number] }) {
	return (
		<>
			{question !== undefined && <Part title={words('question')} text={question} />}
			{args !== undefined && <Part title={`${words('arguments')} (${tool ?? ''})`} text={showJson(args)} />}
			{because !== undefined && <Part title={words('why')} text={because} />}
		</>
	);
}

const Guardrails = ({ found }: { found: Guardrail[] }) => (
	<Lines
		title={words('guardrails')}
		lines={found.map(
			({ guardrail, action, stage, code, reason, matches }) =>
				`${words('guardrailDid', guardrail, action, stage)} · ${code}${matches > 1 ? ` × ${matches}` : ''}${reason ? ` · ${reason}` : ''}`,
		)}
	/>
);

const Part = ({ title, text }: { title: string; text: string }) => (
	<div class="part">
		<h3>{title}</h3>
		<pre tabIndex={isLong(text) ? 0 : undefined}>{text}</pre>
	</div>
);

const Lines = ({ title, lines }: { title: string; lines: string[] }) => (
	<div class="part">
		<h3>{title}</h3>
		<ul>
			{lines.map((line, index) => (
				<li key={index}>{line}</li>
			))}
		</ul>
	</div>
);

/** Scrollable, so it must take the focus. */
export const isLong = (text: string): boolean => text.length > 800 || text.split('\n').length > 12;

function showJson(value: unknown): string {
	if (typeof value !== 'string') return JSON.stringify(value, null, 2) ?? '';
	if (!/^\s*[[{]/.test(value)) return value;
	try {
		return JSON.stringify(JSON.parse(value), null, 2);
	} catch {
		return value;
	}
}
