# The role in an account by which Trailhouse reads that account's Event history: the same as
# deploy/cloudformation/history-role.yaml.

terraform {
  required_version = ">= 1.3"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "reader" {
  type        = string
  description = "The ARN of the role or user that Trailhouse runs as."
}

variable "external_id" {
  type        = string
  description = "aws.external-id of the configuration, or --external-id."
  validation {
    condition     = length(var.external_id) >= 2
    error_message = "An external id has two characters or more."
  }
}

variable "role_name" {
  type        = string
  default     = "TrailhouseReader"
  description = "aws.role of the configuration, or --role."
}

variable "path" {
  type    = string
  default = "/"
}

data "aws_iam_policy_document" "trust" {
  statement {
    sid     = "LetTrailhouseBecomeThisRole"
    effect  = "Allow"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [var.reader]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }
  }
}

data "aws_iam_policy_document" "read" {
  statement {
    sid       = "ReadEventHistory"
    effect    = "Allow"
    actions   = ["cloudtrail:LookupEvents"]
    resources = ["*"]
  }
  statement {
    sid       = "KnowTheRegionsOfThisAccount"
    effect    = "Allow"
    actions   = ["account:ListRegions"]
    resources = ["*"]
  }
}

resource "aws_iam_role" "this" {
  name                 = var.role_name
  path                 = var.path
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "read" {
  name   = "read-event-history"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.read.json
}

output "role_arn" {
  value = aws_iam_role.this.arn
}
