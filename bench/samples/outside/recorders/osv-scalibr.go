// Package veles gets one more file: it writes each text that a test gives to a detector, and whether it finds a secret, one JSON object a line.
package veles

import (
	"encoding/json"
	"os"
	"path/filepath"
)

type sample struct {
	Rule    string   `json:"rule"`
	Text    string   `json:"text"`
	Secrets []string `json:"secrets"`
}

func record(data []byte, secrets []Secret) {
	folder, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	one := sample{filepath.Base(folder), string(data), []string{}}
	if len(secrets) > 0 {
		one.Secrets = append(one.Secrets, one.Text)
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
