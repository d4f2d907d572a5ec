const { default: circus } = require('jest-circus/runner');

/** Runs a group without a message about each test: the grouped runner reports by file and drops them. */
module.exports = (globalConfig, config, environment, runtime, path) => circus(globalConfig, config, environment, runtime, path);
