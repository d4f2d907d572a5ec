const { ChildProcess } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { Server } = require('node:net');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { default: circus } = require('jest-circus/runner');

/** A group can take minutes: the time between two signs that it is running. */
const betweenSignsMs = 10_000;
/** Names the test that this worker runs: a worker that is blocked sends nothing. */
const running = join(tmpdir(), `running-${process.pid}`);

/** Quick tests stay in their process: servers, browsers and databases take most of the time of those that start them. */
let refusesStarts = false;
refuseStarts(Server.prototype, 'listen', 'a server');
refuseStarts(ChildProcess.prototype, 'spawn', 'a program');

function refuseStarts(owner, method, what) {
	const start = owner[method];
	owner[method] = function (...args) {
		if (refusesStarts) throw new Error(`A quick test started ${what}. Rename its file to *.server.test.ts.`);
		return start.apply(this, args);
	};
}

/** Runs a group without a message about each test: the grouped runner reports by file and drops them. */
module.exports = (globalConfig, config, environment, runtime, path, send) => {
	let sentAt = 0;
	refusesStarts = config.globals.refusesStarts === true;
	const sendSometimes = (name, data) => {
		if (name === 'test-case-start') return writeFileSync(running, data[1].fullName);
		if (name !== 'test-case-result' || Date.now() - sentAt < betweenSignsMs) return;
		sentAt = Date.now();
		send?.(name, data);
	};
	return circus(globalConfig, config, environment, runtime, path, sendSometimes);
};
