import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { type Problem, toProblem } from '../../../api/problem';
import { runInBackground } from '../../../api/run-in-background';
import { may } from '../../../api/session';
import { useQuery } from '../../../api/use-query';
import { announce } from '../../../parts/announcements';
import { Fault } from '../../../parts/fault';
import { TextField } from '../../../parts/fields';
import { Status } from '../../../parts/status';
import { evaluationWords as words } from './evaluation-words';
import type { Manifest } from '../registry';

/** The answer of `POST /api/v1/evaluations/run`, as far as it is shown. */
interface Evaluated {
	result: { set: string; cases: CaseResult[] };
	warnings: string[];
	stored?: {
		left: number;
		notRun: number;
		worse: Array<{ version: string; worseThan: { version: string; cases: number; passed: number } }>;
	};
}

interface CaseResult {
	case: string;
	passed: boolean;
	assertions: Array<{ assert: string; passed: boolean; reason?: string }>;
	error?: { code: string; message: string; fix?: string };
}

/** Result of a set: passed cases, the difference to the result before, and the reasons of failures. */
function EvaluationResult({ evaluated: { result, warnings, stored } }: { evaluated: Evaluated }) {
	const failed = result.cases.filter(({ passed }) => !passed);
	return (
		<div class="section" role="status">
			<h4>
				{words('result')}: {result.set}
			</h4>
			<p>
				<Status tone={failed.length === 0 ? 'good' : 'bad'}>
					{words('passed', result.cases.length - failed.length, result.cases.length)}
				</Status>
			</p>
			{stored && (
				<>
					{stored.left > 0 && <p>{words('left', stored.left)}</p>}
					{stored.notRun > 0 && <p>{words('notRun', stored.notRun)}</p>}
					{stored.worse.map(({ version, worseThan }) => (
						<p key={version}>
							<Status tone="bad">{version}</Status> {words('worse', worseThan.version, worseThan.passed, worseThan.cases)}
						</p>
					))}
					{stored.worse.length === 0 && stored.left + stored.notRun < result.cases.length && <p>{words('notWorse')}</p>}
				</>
			)}
			{warnings.map((warning) => (
				<p key={warning}>{warning}</p>
			))}
			{failed.length > 0 && <Failed cases={failed} />}
		</div>
	);
}

const Failed = ({ cases }: { cases: CaseResult[] }) => (
	<>
		<h4>{words('failedCases')}</h4>
		<ul class="failed-cases">
			{cases.map(({ case: name, assertions, error }) => (
				<li key={name}>
					<strong>{name}</strong>
					{error && (
						<p>
							{error.message} {error.fix} <code>{error.code}</code>
						</p>
					)}
					<ul>
						{assertions
							.filter(({ passed }) => !passed)
							.map(({ assert, reason }, index) => (
								<li key={index}>
									<code>{assert}</code> {reason}
								</li>
							))}
					</ul>
				</li>
			))}
		</ul>
	</>
);

/** Sets of Troupe, named as in `troupe eval run --kind`. */
const kinds = ['support', 'sales', 'extraction', 'tools', 'retrieval', 'guardrails', 'safety'];

interface StartEvaluationProps {
	agent: string;
	onResult: () => void;
}

export function StartEvaluation({ agent, onResult }: StartEvaluationProps) {
	const [set, setSet] = useState('');
	const [progress, setProgress] = useState<{ done: number; total?: number }>();
	const [evaluated, setEvaluated] = useState<Evaluated>();
	const [problem, setProblem] = useState<Problem>();
	const stop = useRef<AbortController | undefined>(undefined);
	const isGone = useRef(false);
	// Leaving the page does not cancel it: others see its result, too.
	useEffect(() => () => void (isGone.current = true), []);
	const { data: published = [] } = useQuery('evaluation sets', may('registry:read') ? readSets : undefined);
	const start = async () => {
		stop.current = new AbortController();
		setProgress({ done: 0 });
		setProblem(undefined);
		setEvaluated(undefined);
		announce(words('begun'));
		try {
			const body = { set: set.trim(), agent, store: true };
			const answer = await runInBackground<Evaluated>('evaluations/run', { body, signal: stop.current.signal, onProgress: setProgress });
			if (isGone.current) return;
			setEvaluated(answer);
			announce(words('over'));
			onResult();
		} catch (fault) {
			setProblem(toProblem(fault));
		} finally {
			setProgress(undefined);
		}
	};
	return (
		<form
			class="section card"
			aria-labelledby="evaluate"
			onSubmit={(event) => {
				event.preventDefault();
				void start();
			}}
		>
			<h3 id="evaluate">{words('start')}</h3>
			<p>{words('lead')}</p>
			<TextField
				label={words('set')}
				help={words('setHelp', kinds.join(', '))}
				required
				maxLength={300}
				suggestions={[...new Set([agent, ...published, ...kinds])]}
				value={set}
				onChange={setSet}
			/>
			{progress ? (
				<div>
					<progress aria-label={words('start')} max={progress.total} value={progress.total === undefined ? undefined : progress.done} />
					<p>
						{progress.total !== undefined && words('running', progress.done, progress.total)} {words('goesOn')}
					</p>
					<button type="button" class="button" onClick={() => stop.current?.abort()}>
						{words('cancel')}
					</button>
				</div>
			) : (
				<p class="actions">
					<button type="submit" class="button main">
						{words(evaluated ? 'again' : 'start')}
					</button>
				</p>
			)}
			{problem && <Fault problem={problem} />}
			{evaluated && <EvaluationResult evaluated={evaluated} />}
		</form>
	);
}

async function readSets(signal: AbortSignal): Promise<string[]> {
	const { items } = await call<{ items: Manifest[] }>('GET manifests', {
		query: { kind: 'evaluation', state: 'approved', limit: 100 },
		signal,
	});
	return items.map(({ name }) => name);
}
