import { may } from '../../api/session';
import { Link } from '../../parts/link';
import type { ShownRun, StepOf } from './run';
import { RunReveal } from './run-reveal';
import { runWords as words } from './run-words';
import { isLong } from './step-details';
import type { Revealing } from './use-revealed';

interface Turn {
	by: 'person' | 'agent' | 'asks';
	text: string;
}

interface RunTalkProps {
	run: ShownRun;
	writing: string;
	revealing: Revealing;
}

/** Shows the conversation of a run: masked, or in full after a reason. */
export function RunTalk({ run, writing, revealing }: RunTalkProps) {
	const turns = listTurns(revealing.revealed?.run ?? run, writing);
	const isWaiting = run.state === 'waiting' && (run.pending?.length ?? 0) > 0;
	return (
		<section class="card talk" aria-labelledby="talk">
			<h2 id="talk">{words('talk')}</h2>
			{turns.length === 0 && <p class="quiet">{words('talkNone')}</p>}
			<ol>
				{turns.map(({ by, text }, index) => (
					<li key={index} class={`turn ${by}`}>
						<p class="quiet">{words(by)}</p>
						<p class="said" dir="auto" tabIndex={isLong(text) ? 0 : undefined}>
							{text}
						</p>
					</li>
				))}
			</ol>
			{isWaiting && may('agent:decide') && (
				<p>
					<Link to="inbox">{words('decide')}</Link>
				</p>
			)}
			{run.kept !== undefined && <RunReveal run={run} revealing={revealing} />}
		</section>
	);
}

function listTurns({ message, steps = [], reply }: ShownRun, writing: string): Turn[] {
	const questions = steps.filter((step): step is StepOf<'question'> => step.kind === 'question' && !step.team);
	const asked = questions.flatMap(({ pending }) => pending.flatMap(({ question }) => (question === undefined ? [] : [question])));
	const answers = steps.flatMap((step) => (step.kind === 'decision' && !step.team && step.comment !== undefined ? [step.comment] : []));
	const last = reply ?? writing;
	return [
		...(message ? [{ by: 'person' as const, text: message }] : []),
		...asked.flatMap((text, index) => [
			{ by: 'asks' as const, text },
			...(answers[index] === undefined ? [] : [{ by: 'person' as const, text: answers[index] }]),
		]),
		...(last ? [{ by: 'agent' as const, text: last }] : []),
	];
}
