import type { Switch, SwitchChange } from '../ports/switches';

export const describeSwitch = ({ tenant, target, reason, changedAt, changedBy }: Switch) => ({
	tenant,
	target,
	reason,
	changedAt: new Date(changedAt).toISOString(),
	changedBy,
});

/** A change of a switch as JSON shows it. */
export const describeSwitchChange = ({ isOn, reason, ...change }: SwitchChange) => ({
	...describeSwitch({ ...change, reason: '' }),
	on: isOn,
	reason,
});
