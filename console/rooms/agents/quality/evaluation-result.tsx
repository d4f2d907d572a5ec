import { Status } from '../../../parts/status';
import { evaluationWords as words } from './evaluation-words';

/** The answer of `POST /api/v1/evaluations/run`, as far as it is shown. */
export interface Evaluated {
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
export function EvaluationResult({ evaluated: { result, warnings, stored } }: { evaluated: Evaluated }) {
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
