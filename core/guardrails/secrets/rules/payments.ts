import { looksGenerated } from '../likely-secret';
import type { SecretRule } from '../rule';

export const payments: SecretRule[] = [
	{
		name: 'stripe-key',
		anchors: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'sk_prod_'],
		anywhere: true,
		// Not `task_test_…`.
		expression: /(?<!(?<![A-Za-z])[A-Za-z]{1,10})[sr]k_(?:live|test|prod)_[A-Za-z0-9]{14,255}/y,
	},
	{
		name: 'stripe-webhook-secret',
		anchors: ['whsec_'],
		anywhere: true,
		expression: /whsec_[A-Za-z0-9+/]{20,100}={0,2}/y,
		accepts: looksGenerated,
	},
	{
		name: 'square-token',
		anchors: ['sq0atp-', 'sq0csp-'],
		anywhere: true,
		expression: /sq0(?:at|cs)p-[\w-]{20,60}/y,
		accepts: looksGenerated,
	},
	{ name: 'square-access-token', anchors: ['EAAA'], expression: /EAAA[\w-]{56,68}(?![\w-])/y },
	{
		name: 'paypal-braintree-token',
		anchors: ['access_token$'],
		anywhere: true,
		expression: /access_token\$(?:production|sandbox)\$[a-z0-9]{16}\$[a-f0-9]{32}/y,
	},
	{
		name: 'shopify-token',
		anchors: ['shpat_', 'shpca_', 'shppa_', 'shpss_', 'shptka_', 'shpua_'],
		anywhere: true,
		expression: /shp(?:at|ca|pa|ss|tka|ua)_[A-Fa-f0-9]{30,34}/y,
	},
	{
		name: 'plaid-token',
		anchors: ['access-'],
		expression: /access-(?:sandbox|development|production)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/y,
	},
	{ name: 'adyen-key', anchors: ['AQE'], expression: /AQE[a-z]hmfx[\w+/=*^{}<>|&%$#@!?~.:;,()[\]-]{60,300}/y },
	{ name: 'duffel-token', anchors: ['duffel_'], anywhere: true, expression: /duffel_(?:test|live)_[\w=-]{40,50}/y },
	{ name: 'paddle-key', anchors: ['pdl_'], expression: /pdl_(?:live|sdbx)_apikey_[A-Za-z0-9_]{40,60}/y },
	{ name: 'lob-key', anchors: ['live_', 'test_'], expression: /(?:live|test)_[a-f0-9]{35}(?![A-Za-z0-9])/y },
	{ name: 'mollie-key', anchors: ['live_', 'test_'], expression: /(?:live|test)_[A-Za-z0-9]{30}(?![A-Za-z0-9])/y, accepts: looksGenerated },
	{ name: 'razorpay-key', anchors: ['rzp_'], anywhere: true, expression: /rzp_(?:live|test)_[A-Za-z0-9]{14}/y },
	{ name: 'flutterwave-key', anchors: ['FLWSECK'], expression: /FLWSECK(?:_TEST)?-[A-Za-z0-9]{12,40}(?:-X)?/y },
	{ name: 'gocardless-token', anchors: ['live_', 'sandbox_'], expression: /(?:live|sandbox)_[\w-]{40}(?![\w-])/y, accepts: looksGenerated },
	{
		name: 'mercado-pago-access-token',
		anchors: ['APP_USR-', 'TEST-'],
		expression: /(?:APP_USR|TEST)-\d{8,20}-\d{6}-[a-f0-9]{32}(?:__[A-Z_]{2,10}__)?-\d{5,12}/y,
	},
	{ name: 'mercado-pago-key', anchors: ['APP_USR-'], expression: /APP_USR-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/y },
	{ name: 'pagarme-key', anchors: ['ak_live_', 'ak_test_', 'ek_live_', 'ek_test_'], expression: /[ae]k_(?:live|test)_[A-Za-z0-9]{20,60}/y },
	{ name: 'asaas-key', anchors: ['$aact_', 'aact_prod_', 'aact_hmlg_'], expression: /\$?aact_[A-Za-z0-9_:;=+/$-]{30,300}/y },
	{ name: 'efi-client-secret', anchors: ['Client_Secret_', 'Client_Id_'], expression: /Client_(?:Secret|Id)_[a-f0-9]{36,44}/y },
	{ name: 'openpix-app-id', anchors: ['Q2xpZW50X0lkX'], expression: /Q2xpZW50X0lkX[A-Za-z0-9+/]{60,240}={0,2}/y },
	{ name: 'abacatepay-key', anchors: ['abc_dev_', 'abc_prod_'], expression: /abc_(?:dev|prod)_[A-Za-z0-9]{16,60}/y },
];
