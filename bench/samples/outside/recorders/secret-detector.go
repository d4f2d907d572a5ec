// Package tests gets one more file: it writes each case of a detector, and what it expects, one JSON object a line.
package tests

import (
	"encoding/json"
	"os"
)

type sample struct {
	Rule    string   `json:"rule"`
	Text    string   `json:"text"`
	Secrets []string `json:"secrets"`
}

func record(rule string, text string, isSecret bool) {
	one := sample{rule, text, []string{}}
	if isSecret {
		one.Secrets = append(one.Secrets, text)
	}
	line, err := json.Marshal(one)
	if err != nil {
		panic(err)
	}
	file, err := os.OpenFile(os.Getenv("SAMPLES"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		panic(err)
	}
	defer file.Close()
	if _, err := file.Write(append(line, '\n')); err != nil {
		panic(err)
	}
}
