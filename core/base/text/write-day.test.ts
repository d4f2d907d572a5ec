import { writeDays } from './write-day';

it('writes days as people of a language read them', () => {
	expect(writeDays('2026-12-14 09:30 (UTC)', 'pt')).toBe('14/12/2026 09:30 (UTC)');
	expect(writeDays('2026-12-14', 'en')).toBe('2026-12-14');
	expect(writeDays('2026-12-14-7F3K', 'pt')).toBe('2026-12-14-7F3K');
});
