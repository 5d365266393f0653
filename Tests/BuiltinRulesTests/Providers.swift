/// Providers and formats that at least four of six scanners (gitleaks, betterleaks, kingfisher, noseyparker, titus, trufflehog) know.
enum Providers {
    static let known = names.split(whereSeparator: \.isWhitespace).map(String.init)

    /// Those whose rule stands in another file than their own.
    static let elsewhere = [
        "age": "age-secret-key", "generic": "generic-secret-quoted", "kubernetes": "kubeconfig-token",
        "postgres": "uri-database-password",
    ]

    private static let names = """
        anthropic artifactory atlassian aws databricks digitalocean doppler dropbox generic github gitlab grafana
        heroku huggingface jwt mailchimp mailgun mapbox npm nuget okta openai postman pypi rubygems sendgrid shopify
        slack sourcegraph square stripe twilio twitch twitter adobe age alibaba azure beamer bitbucket cloudflare
        coinbase confluent datadog dockerhub droneci dynatrace facebook finnhub flickr frameio gcp gitter gocardless
        groq hubspot intercom launchdarkly linkedin lob messagebird netlify notion planetscale prefect pulumi
        rapidapi readme salesforce segment sendbird sendinblue sentry shippo snyk travisci typeform yandex
        adafruitio airtable aiven algolia apify asana assemblyai bitly buildkite circleci codeclimate contentful
        coveralls datagov deepgram discord disqus duffel easypost elevenlabs fastly figma finicity flyio freshbooks
        gumroad harness hashicorp honeycomb intra42 jumpcloud klaviyo kubernetes linear mongodb plaid postgres
        posthog postmark replicate squarespace sslmate supabase tailscale telegram vercel xai
        """
}
