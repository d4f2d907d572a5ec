import type { RecordingSelection } from '../../../engine-adapter/engine.contract';

/** Returns the cases to record, which scripts/record-contract.mjs sets. Undefined in a test run, which compares with the recordings. */
export function readRecordingSelection(): RecordingSelection | undefined {
	const names = process.env.TROUPE_RECORD_CONTRACT;
	return names === undefined || names === 'all' ? names : names.split(' ');
}
