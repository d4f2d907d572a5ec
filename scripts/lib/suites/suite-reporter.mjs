/** Reports to `npm test` what jest does, a JSON document a line, so that a run that is stopped leaves the tests that it ran (suite-results.mjs). */
import { appendFileSync } from 'node:fs';

export default class SuiteReporter {
	#file = process.env.TROUPE_TEST_RESULTS;

	onTestFileStart({ path }) {
		this.#write({ started: path });
	}

	onTestCaseResult({ path }, { status, fullName }) {
		this.#write({ path, status, fullName });
	}

	onTestFileResult({ path }, { testResults, failureMessage, testExecError, numFailingTests, perfStats }) {
		const assertionResults = testResults.map(({ status, fullName, failureMessages }) => ({ status, fullName, failureMessages }));
		const status = testExecError || numFailingTests > 0 ? 'failed' : 'passed';
		this.#write({ name: path, status, message: failureMessage ?? '', assertionResults, seconds: perfStats.runtime / 1_000 });
	}

	onRunComplete() {
		this.#write({ complete: true });
	}

	#write(line) {
		appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
	}
}
