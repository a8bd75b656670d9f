# Tools for local clusters and for the files that describe them.
{ pkgs, ... }:
{
  home.packages = [
    pkgs.jq
    pkgs.k3d
    pkgs.kubectl
    pkgs.kubernetes-helm
    pkgs.kustomize
    pkgs.yq-go
  ];
}
