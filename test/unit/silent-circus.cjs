const { writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { default: circus } = require('jest-circus/runner');

/** A group can take minutes: the time between two signs that it is running. */
const betweenSignsMs = 10_000;
/** Names the test that this worker runs: a worker that is blocked sends nothing. */
const running = join(tmpdir(), `running-${process.pid}`);

/** Runs a group without a message about each test: the grouped runner reports by file and drops them. */
module.exports = (globalConfig, config, environment, runtime, path, send) => {
	let sentAt = 0;
	const sendSometimes = (name, data) => {
		if (name === 'test-case-start') return writeFileSync(running, data[1].fullName);
		if (name !== 'test-case-result' || Date.now() - sentAt < betweenSignsMs) return;
		sentAt = Date.now();
		send?.(name, data);
	};
	return circus(globalConfig, config, environment, runtime, path, sendSometimes);
};
