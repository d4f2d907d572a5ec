// Package utils replaces the file that validates the rules of gitleaks: it writes the samples of each rule instead, one JSON object a line.
package utils

import (
	"encoding/json"
	"os"

	"github.com/zricethezav/gitleaks/v8/config"
	"github.com/zricethezav/gitleaks/v8/detect"
)

type sample struct {
	Rule    string   `json:"rule"`
	Text    string   `json:"text"`
	Secrets []string `json:"secrets"`
}

func Validate(rule config.Rule, truePositives []string, falsePositives []string) *config.Rule {
	for _, text := range truePositives {
		write(sample{rule.RuleID, text, secretsIn(rule, text)})
	}
	for _, text := range falsePositives {
		if !hasOther(rule, text) {
			write(sample{rule.RuleID, text, []string{}})
		}
	}
	return &rule
}

// hasOther returns whether another rule finds a secret: the text is harmless for one rule only.
func hasOther(rule config.Rule, text string) bool {
	detector, err := detect.NewDetectorDefaultConfig()
	if err != nil {
		panic(err)
	}
	for _, finding := range detector.DetectString(text) {
		if finding.RuleID != rule.RuleID {
			return true
		}
	}
	return false
}

// ValidateWithPaths leaves the harmless texts out: some are harmless only because of their path.
func ValidateWithPaths(rule config.Rule, truePositives map[string]string, falsePositives map[string]string) *config.Rule {
	for _, text := range truePositives {
		if secrets := secretsIn(rule, text); len(secrets) > 0 {
			write(sample{rule.RuleID, text, secrets})
		}
	}
	return &rule
}

func secretsIn(rule config.Rule, text string) []string {
	secrets := []string{}
	if rule.Regex == nil {
		return secrets
	}
	for _, groups := range rule.Regex.FindAllStringSubmatch(text, -1) {
		secret := groups[rule.SecretGroup]
		for at := 1; rule.SecretGroup == 0 && at < len(groups); at++ {
			if groups[at] != "" {
				secret = groups[at]
				break
			}
		}
		secrets = append(secrets, secret)
	}
	return secrets
}

func write(one sample) {
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
