import { may } from '../../api/session';
import { Link } from '../../parts/link';
import type { ShownRun, StepOf } from './run';
import { runWords as words } from './run-words';
import { isLong } from './step-details';

interface Turn {
	by: 'person' | 'agent' | 'asks';
	text: string;
}

/** Shows what was said in a run, as it is stored: masked. @param writing the text that the model writes now */
export function RunTalk({ run, writing }: { run: ShownRun; writing: string }) {
	const turns = listTurns(run, writing);
	const isWaiting = run.state === 'waiting' && (run.pending?.length ?? 0) > 0;
	return (
		<section class="card talk" aria-labelledby="talk">
			<h2 id="talk">{words('talk')}</h2>
			{turns.length === 0 && <p class="quiet">{words(run.kept === 'none' ? 'keptNone' : 'talkNone')}</p>}
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
			{turns.length > 0 && <p class="quiet">{words('masked')}</p>}
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
