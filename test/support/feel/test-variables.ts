/** The variables that the expressions may name, as JSON: an engine must read these very digits. `gone` is not among them. */
export const variablesJson = `{
	"five": 5, "two": 2, "half": 0.5, "negative": -7, "tenth": 0.1, "price": 1.10, "thousand": 1e3, "tiny": 1.5e-9,
	"big": 9007199254740993, "huge": 9223372036854775807, "wide": 12345678901234.5678,
	"name": "Ana", "flag": true, "nothing": null, "day": "2030-01-31", "moment": "2030-01-31T10:00:00Z", "text date": "2030-01-31T10:00:00",
	"list": [1, 2, 3], "odd name": "with a space", "odd-name": "with a hyphen",
	"items": [{"name": "pen", "price": 1.5, "tags": ["a", "b"]}, {"name": "book", "price": 20, "tags": []}, {"name": "lamp", "price": 45.99, "tags": ["c"]}],
	"order": {"id": 7, "items": [], "customer": {"name": "Ana", "address": {"city": "Porto"}}, "total": 99.9},
	"toolCall": {"x": "from the model"}
}`;
