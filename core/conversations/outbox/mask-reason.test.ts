import { maskReason } from './mask-reason';

it.each([
	['no account 5544988887777', 'no account …'],
	['(#131026) +55 (44) 98888-7777 is not on WhatsApp.', '(#131026) … is not on WhatsApp.'],
	['5544988887777@c.us: unknown', '… unknown'],
	['<ana@example.com> refused, code 550 5.1.1', '<…> refused, code 550 5.1.1'],
	['Status 503 after 30 seconds', 'Status 503 after 30 seconds'],
])('shows %s without names', (reason, masked) => expect(maskReason(reason)).toBe(masked));
