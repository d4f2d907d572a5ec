const day = 86_400_000;
const pattern = /^P(?:(\d{1,4})D)?(?:T(\d{1,4})H)?$/;

/** Reads a duration of ISO 8601 in days and hours, such as `P7D` or `PT12H`, in milliseconds; undefined for another text. */
export function readMaxAge(text: string): number | undefined {
	const [, days, hours] = pattern.exec(text) ?? [];
	if (days === undefined && hours === undefined) return undefined;
	return Number(days ?? 0) * day + Number(hours ?? 0) * (day / 24);
}
