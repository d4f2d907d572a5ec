/** The descriptor on which a process writes what its code touches. The one before it is bubblewrap's. */
export const auditDescriptor = 6;

/**
 * Code in a process that is audited. Node's permission model names what it would refuse, and the kernel refuses it. Names of variables are taken from
 * reads of the environment by the code itself. Code can hide from this: what it hid is refused when the list is enforced.
 */
export const auditSource = `
{
	const { writeSync } = require('node:fs');
	const seen = new Set();
	const note = (kind, name) => {
		const line = JSON.stringify([kind, String(name).slice(0, 4096)]);
		if (seen.has(line) || seen.size > 5000) return;
		seen.add(line);
		try { writeSync(${auditDescriptor}, line + '\\n'); } catch {}
	};
	const { subscribe } = require('node:diagnostics_channel');
	subscribe('node:permission-model:fs', ({ permission, resource }) => note(permission === 'FileSystemWrite' ? 'write' : 'read', resource));
	subscribe('node:permission-model:child', ({ resource }) => note('program', resource));
	const stackOf = Error.captureStackTrace;
	process.env = new Proxy(process.env, {
		get(variables, name) {
			if (typeof name === 'string') {
				const place = {};
				stackOf(place);
				// Node itself reads some, such as those about colours.
				if (!/^.*\\n.*\\n?[^\\n]*(?:\\(| )node:/.test(place.stack.split('\\n').slice(0, 3).join('\\n'))) note('environment', name);
			}
			return variables[name];
		},
	});
}
`;
