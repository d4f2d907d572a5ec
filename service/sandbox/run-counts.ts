/** How many runs work, wait, and are kept. */
export const runCounts = {
	atOnce: 2,
	queued: 100,
	queuedPerTenant: 20,
	queuedBytes: 512 * 1024 * 1024,
	queuedBytesPerTenant: 128 * 1024 * 1024,
	keptPerTenant: 200,
	keptBytesPerTenant: 128 * 1024 * 1024,
};

export const keptDays = { default: 7, max: 366 };
