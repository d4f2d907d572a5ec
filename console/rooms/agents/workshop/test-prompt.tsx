import { useEffect, useRef, useState } from 'preact/hooks';
import { type Problem, toProblem } from '../../../api/problem';
import { runInBackground } from '../../../api/run-in-background';
import { Command, quote } from '../../../parts/command';
import { Diff } from '../../../parts/diff';
import { downloadText } from '../../../parts/download-text';
import { Fault } from '../../../parts/fault';
import { TextField } from '../../../parts/fields';
import { Status, type Tone } from '../../../parts/status';
import { readSamples } from './preview';
import type { Input } from './prompt-drafts';
import { workshopWords as words } from './workshop-words';

const tones: Record<Outcome, Tone> = { passed: 'good', failed: 'bad', 'not-recorded': 'warn', 'not-tried': 'quiet', error: 'bad' };

interface TestPromptProps {
	name: string;
	text: string;
	inputs: Input[];
	/** Empty: the agents of the set. */
	agent: string;
}

export function TestPrompt({ name, text, inputs, agent }: TestPromptProps) {
	const [set, setSet] = useState('');
	const [share, setShare] = useState<number>();
	const [tested, setTested] = useState<Tested & { text: string }>();
	const [problem, setProblem] = useState<Problem>();
	const stop = useRef<AbortController>(undefined);
	useEffect(() => () => stop.current?.abort(), []);
	const lacking = inputs.filter(({ sample }) => sample === '').map((input) => input.name);
	const begin = (event: Event) => {
		event.preventDefault();
		const { signal } = (stop.current = new AbortController());
		setShare(0);
		setProblem(undefined);
		const body = { name, content: text, values: readSamples(inputs), set: set.trim(), ...(agent !== '' && { agent }) };
		const onProgress = ({ done, total }: { done: number; total?: number }) => setShare(total ? done / total : 0);
		runInBackground<Tested>('prompts/test', { body, signal, onProgress })
			.then((answer) => setTested({ ...answer, text }))
			.catch((fault: unknown) => {
				if (!signal.aborted) setProblem(toProblem(fault));
			})
			.finally(() => setShare(undefined));
	};
	return (
		<section class="section card" aria-labelledby="test">
			<h2 id="test">{words('test')}</h2>
			<p class="quiet">{words('testLead')}</p>
			<form onSubmit={begin}>
				<TextField label={words('set')} required maxLength={300} value={set} help={words('setHelp')} onChange={setSet} />
				<p class="actions section">
					<button type="submit" class="button" disabled={share !== undefined || text.trim() === ''}>
						{words('runTest')}
					</button>
					{share !== undefined && (
						<button type="button" class="button" onClick={() => stop.current?.abort()}>
							{words('cancelTest')}
						</button>
					)}
				</p>
			</form>
			<p role="status">{share === undefined ? tested && summarize(tested) : words('testing', Math.round(share * 100))}</p>
			{problem && <Fault problem={problem} />}
			{problem && lacking.length > 0 && <p>{words('needsValues', lacking.join(', '))}</p>}
			{tested && share === undefined && (
				<>
					{tested.text !== text && <p class="quiet">{words('textChanged')}</p>}
					{tested.warnings.map((warning) => (
						<p key={warning} class="line">
							{warning}
						</p>
					))}
					<ol class="outcomes">
						{tested.cases.map((one) => (
							<li key={one.result.case}>
								<OneCase one={one} before={tested.before.find((other) => other.case === one.result.case)} />
							</li>
						))}
					</ol>
					{tested.cases.some(({ outcome }) => outcome === 'not-recorded') && (
						<>
							<p class="quiet">{words('recordLead')}</p>
							<p class="actions">
								<button type="button" class="button" onClick={() => downloadText('prompt.txt', `${tested.text}\n`)}>
									{words('download', 'prompt.txt')}
								</button>
							</p>
							<Command text={`troupe eval record ${quote(set.trim())} --prompt prompt.txt --recordings new.recordings.json`} />
						</>
					)}
				</>
			)}
		</section>
	);
}

function summarize({ set, cases }: Tested): string {
	const outcomes = Object.keys(tones) as Outcome[];
	const counts = outcomes.map((outcome) => [outcome, cases.filter((one) => one.outcome === outcome).length] as const);
	return `${set}: ${counts
		.filter(([, count]) => count > 0)
		.map(([outcome, count]) => `${count} ${words(outcome)}`)
		.join(', ')}.`;
}

function OneCase({ one: { outcome, result }, before }: { one: TestedCase; before: Tested['before'][number] | undefined }) {
	const failed = result.assertions.filter(({ passed }) => !passed);
	return (
		<details open={outcome === 'failed'}>
			<summary>
				<Status tone={tones[outcome]}>{words(outcome)}</Status> {result.case}
				{before && before.outcome !== outcome && <span class="quiet"> {words('was', words(before.outcome))}</span>}
			</summary>
			<p class="line">{result.message}</p>
			{failed.map(({ assert, reason }) => (
				<p key={assert} class="line">
					<code>{assert}</code> {reason}
				</p>
			))}
			{result.error && <pre class="text">{result.error.message}</pre>}
			{result.reply !== undefined &&
				(before?.reply === undefined || before.reply === result.reply ? (
					<pre class="text">{result.reply}</pre>
				) : (
					<Diff changes={[{ path: words('reply'), kind: 'changed', from: before.reply, to: result.reply }]} />
				))}
		</details>
	);
}

type Outcome = 'passed' | 'failed' | 'not-recorded' | 'not-tried' | 'error';

interface TestedCase {
	outcome: Outcome;
	result: {
		case: string;
		message: string;
		reply?: string;
		assertions: Array<{ assert: string; passed: boolean; reason?: string }>;
		error?: { code: string; message: string; fix?: string };
	};
}

interface Tested {
	set: string;
	cases: TestedCase[];
	before: Array<{ case: string; outcome: Outcome; reply?: string }>;
	warnings: string[];
}
