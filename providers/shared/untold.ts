/** What both SDKs tell each server about the machine (system, processor, runtime): none of its business, and a part of what a call costs. */
export const untold: Record<string, null> = Object.fromEntries(
	['Lang', 'Package-Version', 'OS', 'Arch', 'Runtime', 'Runtime-Version', 'Retry-Count', 'Timeout'].map((name) => [
		`X-Stainless-${name}`,
		null,
	]),
);
