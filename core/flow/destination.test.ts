import { isAddress, isDestination } from './destination';

it.each([
	['to', 'Ana', true],
	['recipients', 'Ana', true],
	['recipientName', 'Ana', true],
	['share_with_email', 'ana', true],
	['destinatários', 'Ana', true],
	['conta_id', '7', true],
	['addresses', 'Rua A', true],
	['note', 'ana@loja.example', true],
	['note', '+55 (11) 98765-4321', true],
	['note', 'DE89 3704 0044 0532 0130 00', true],
	['note', 'www.loja.example', true],
	['to', 'me', false],
	['calendar', 'primary', false],
	['email_subject', 'Hello', false],
	['account_type', 'savings', false],
	['target_language', 'pt', false],
	['note', 'call Ana at nine', false],
	['total', '1234567.90', false],
	['due', '2026-11-30', false],
	['due', '2026-11-30 09:00:00', false],
	['due', '30/11/2026', false],
	['key', '550e8400-e29b-41d4-a716-446655440000', false],
	['', '', false],
])('%s=%j says where something goes: %s', (name, value, is) => expect(isDestination({ path: name, name, value })).toBe(is));

it.each([
	['q', 'https://shop.example', true],
	['q', ' www.shop.example', true],
	['q', '//shop.example', true],
	['page_url', 'shop.example', true],
	['q', 'shop: lamps', false],
	['surname', 'Url', false],
])('%s=%j is an address: %s', (name, value, is) => expect(isAddress({ name, value })).toBe(is));
