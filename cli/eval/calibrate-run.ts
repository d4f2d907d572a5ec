import { calibrateJudge, type Calibration } from '../../core/evaluation/statistics/calibrate-judge';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { readLabels, readResults } from './read-results';

export interface CalibrateOptions {
	minKappa?: number;
	json?: boolean;
}

export async function runCalibrate(results: string, labels: string, options: CalibrateOptions, terminal: Terminal): Promise<ExitCode> {
	const calibration = calibrateJudge(await readResults(results), await readLabels(labels));
	if (options.json) terminal.print(JSON.stringify(calibration, null, '\t'));
	else for (const line of describe(calibration)) terminal.print(line);
	const { minKappa } = options;
	return minKappa === undefined || (calibration.kappa && calibration.kappa.low >= minKappa) ? 0 : 1;
}

function describe({ counts, agreement, kappa, disagreements }: Calibration): string[] {
	const { bothPassed, judgeOnly, personOnly, bothFailed } = counts;
	const interval = kappa && `${kappa.value.toFixed(2)} (95 % interval ${kappa.low.toFixed(2)} to ${kappa.high.toFixed(2)})`;
	return [
		'                person: passed  failed',
		`judge: passed   ${String(bothPassed).padStart(14)}  ${String(judgeOnly).padStart(6)}`,
		`judge: failed   ${String(personOnly).padStart(14)}  ${String(bothFailed).padStart(6)}`,
		'',
		`agreement       ${(agreement * 100).toFixed(1)} % of ${bothPassed + judgeOnly + personOnly + bothFailed}`,
		`Cohen's kappa   ${interval ?? 'undefined: the judge and the person each gave one and the same judgement only'}`,
		...disagreements.map(
			({ case: name, judge, person }) => `${printable(name)}: the judge says ${toWord(judge)}, the person ${toWord(person)}`,
		),
	];
}

const toWord = (passed: boolean): string => (passed ? 'passed' : 'failed');
