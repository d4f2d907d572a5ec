/** The operation in words, with the name of what is meant where it is known. */
export const subtitle = `={{
	((parameters) => {
		const process = parameters.processId || 'a process';
		const words = {
			process: { deploy: 'Deploy a process', start: 'Start ' + process, startAndWait: 'Start ' + process + ' and wait' },
			instance: { cancel: 'Cancel an instance', get: 'Get an instance', setVariables: 'Set variables of an instance' },
			message: {
				correlate: 'Correlate ' + (parameters.messageName || 'a message'),
				publish: 'Publish ' + (parameters.messageName || 'a message'),
			},
			signal: { broadcast: 'Broadcast ' + (parameters.signalName || 'a signal') },
			incident: { getAll: 'Get many incidents', resolve: 'Resolve an incident' },
			userTask: { assign: 'Assign a user task', complete: 'Complete a user task', getAll: 'Get many user tasks' },
			job: { complete: 'Complete a job', fail: 'Fail a job', throwError: 'Throw a BPMN error' },
		};
		return words[parameters.resource]?.[parameters.operation];
	})($parameter)
}}`;
