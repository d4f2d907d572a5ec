const { default: circus } = require('jest-circus/runner');

/** A group can take minutes: the time between two signs that it is running. */
const betweenSignsMs = 10_000;

/** Runs a group without a message about each test: the grouped runner reports by file and drops them. */
module.exports = (globalConfig, config, environment, runtime, path, send) => {
	let sentAt = 0;
	const sendSometimes = (name, data) => {
		if (name !== 'test-case-result' || Date.now() - sentAt < betweenSignsMs) return;
		sentAt = Date.now();
		send?.(name, data);
	};
	return circus(globalConfig, config, environment, runtime, path, sendSometimes);
};
