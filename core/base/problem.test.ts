import { TroupeError, type TroupeErrorCode } from './errors';
import { retryAfter } from './problem';

const fault = (code: TroupeErrorCode, retryAfterMs?: number) =>
	new TroupeError({ code, message: 'It failed.', fix: 'Wait.', retryAfterMs });

it('says with every 503 when to try again', () => {
	expect(retryAfter(fault('STORAGE_UNREACHABLE'), 503)).toEqual({ 'retry-after': '5' });
	expect(retryAfter(fault('REGISTRY_NOT_READY'), 503)).toEqual({ 'retry-after': '5' });
	expect(retryAfter(fault('CHANNEL_BUSY', 30_000), 503)).toEqual({ 'retry-after': '30' });
	expect(retryAfter(fault('RATE_LIMITED', 1_200), 429)).toEqual({ 'retry-after': '2' });
	expect(retryAfter(fault('INPUT_INVALID'), 400)).toEqual({});
});
